/// The pages of what is handed in.
enum UploadPages {
    static let desk = """
        <p>上传后先核对、不发送：您会看到每一行的核对结果，确认后才发送。文件最大 {{limit}}，保存 {{days}} 天后自动删除。</p>
        {{#hasUnit}}<p class="note">只能报送 {{unit}} 的人员；其他单位的行不会被接收。</p>{{/hasUnit}}
        <section aria-labelledby="t-h"><h2 id="t-h">下载模板</h2>
        <ul class="links">
        {{#templates}}<li><a href="{{base}}/templates/{{path}}" download>{{title}}模板（XLSX）</a></li>
        {{/templates}}</ul></section>
        <section aria-labelledby="u-h"><h2 id="u-h">上传文件</h2>
        <form class="plain" id="upload-form" method="post" action="{{base}}/uploads" enctype="multipart/form-data">
        {{>csrf}}
        <label for="kind">种类</label>
        <select id="kind" name="kind">{{#kinds}}<option value="{{value}}">{{title}}</option>{{/kinds}}</select>
        {{#hasLists}}<div data-for="list">
        <label for="category">部门与类别</label>
        <select id="category" name="category">
        {{#bureaus}}<optgroup label="{{name}}">{{#categories}}<option value="{{id}}">{{name}}</option>{{/categories}}
        <option value="{{id}}/">{{name}}：多个类别（表内有“类别”列）</option></optgroup>
        {{/bureaus}}</select></div>{{/hasLists}}
        <label for="list">名单编号</label>
        <input id="list" name="list" required maxlength="64" value="{{suggested}}" aria-describedby="list-hint" autocomplete="off">
        <p class="hint" id="list-hint">每份名单一个编号。同一编号、同一文件重复上传不会重复计入；更正后的名单请用新编号。</p>
        <label for="snapshot">名单日期</label>
        <input id="snapshot" name="snapshot" type="date" required value="{{today}}" aria-describedby="snapshot-hint">
        <p class="hint" id="snapshot-hint">名单所反映的日期；登记、清册按此日期生效。</p>
        {{#hasLists}}<div data-for="list">
        <label for="supersedes">代替哪份名单（可不填）</label>
        <input id="supersedes" name="supersedes" maxlength="64" list="known" autocomplete="off" aria-describedby="supersedes-hint">
        <datalist id="known">{{#known}}<option value="{{list}}"></option>{{/known}}</datalist>
        <p class="hint" id="supersedes-hint">更正名单时填被代替的名单编号。</p></div>{{/hasLists}}
        <label for="file">文件（.xlsx 或 .csv）</label>
        <input id="file" name="file" type="file" required accept=".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet">
        <button>上传并核对</button>
        <div id="upload-live" role="status" aria-live="polite"></div>
        <progress id="upload-bar" max="1000" value="0" hidden aria-label="上传进度"></progress>
        </form></section>
        <section aria-labelledby="h-h"><h2 id="h-h">我的报送</h2>
        {{^hasUploads}}<p>还没有报送。</p>{{/hasUploads}}
        {{#hasUploads}}<div class="scroll" tabindex="0" role="region" aria-labelledby="h-h"><table>
        <thead><tr><th scope="col">名单编号</th><th scope="col">种类</th><th scope="col">报送单位</th><th scope="col">名单日期</th><th scope="col">上传时间</th><th scope="col" class="number">行数</th><th scope="col" class="number">不能接收</th><th scope="col">状态</th></tr></thead>
        <tbody>{{#uploads}}<tr><td data-title="名单编号"><a href="{{base}}/uploads/{{id}}">{{list}}</a></td><td data-title="种类">{{kind}}</td><td data-title="报送单位">{{supplier}}</td><td data-title="名单日期">{{snapshot}}</td><td data-title="上传时间">{{received}}</td><td class="number" data-title="行数">{{rows}}</td><td class="number" data-title="不能接收">{{refused}}</td><td data-title="状态">{{state}}</td></tr>
        {{/uploads}}</tbody></table></div>{{/hasUploads}}</section>

        """

    static let upload = """
        <dl class="facts">
        <div><dt>名单编号</dt><dd>{{list}}</dd></div><div><dt>种类</dt><dd>{{kind}}</dd></div>
        <div><dt>报送单位</dt><dd>{{bureau}}</dd></div>{{#isList}}<div><dt>类别</dt><dd>{{category}}</dd></div>{{/isList}}
        <div><dt>名单日期</dt><dd>{{snapshot}}</dd></div>{{#supersedes}}<div><dt>代替</dt><dd>{{supersedes}}</dd></div>{{/supersedes}}
        <div><dt>上传时间</dt><dd>{{received}}</dd></div><div><dt>大小</dt><dd>{{size}}</dd></div>
        <div><dt>内容校验（SHA-256 前16位）</dt><dd>{{digest}}</dd></div>
        </dl>
        <div role="status" aria-live="polite" id="job-live"><p class="note{{#isSent}} good{{/isSent}}"><strong id="job-state">{{state}}</strong>{{#isBusy}}<span id="job-rows">：已读 {{rows}} 行，可接收 {{good}} 行，不能接收 {{refused}} 行</span>{{/isBusy}}{{#isSent}}{{#isList}}。名单经医保局审核后生效。{{/isList}}{{/isSent}}{{#isRepeated}}。同一文件已为这份名单发送过，数据没有变化。{{/isRepeated}}{{#isRemoved}}。核对结果仍保留在下方。{{/isRemoved}}</p></div>
        {{#isBusy}}<progress id="job-bar" max="1000" value="{{perMille}}" aria-label="处理进度" data-progress="{{base}}/uploads/{{id}}/progress"></progress>
        <noscript><meta http-equiv="refresh" content="3"><p>页面每 3 秒自动刷新。</p></noscript>{{/isBusy}}
        {{#isCheckInterrupted}}<form method="post" action="{{base}}/uploads/{{id}}/again">{{>csrf}}<button>重新核对</button></form>{{/isCheckInterrupted}}
        {{#isSendInterrupted}}<p class="note bad">发送没有完成。再次发送不会重复计入。</p>{{/isSendInterrupted}}
        {{#sending}}<h2>发送结果</h2>{{#failure}}<p class="note bad">{{failure}}</p>{{/failure}}<p>已发送 {{good}} 行，未接收 {{refused}} 行。</p>{{/sending}}
        {{#check}}<h2>核对结果</h2>
        {{#failure}}<p class="note bad">{{failure}}</p>{{/failure}}
        {{#refusal}}<p class="note bad"><strong>{{sentence}}</strong><br><span class="hint">{{code}}：<span lang="en">{{detail}}</span></span></p>{{/refusal}}
        {{#isRead}}<p>共 {{rows}} 行：<strong class="good">可接收 {{good}} 行</strong>，<strong class="{{#hasRefused}}bad{{/hasRefused}}">不能接收 {{refused}} 行</strong>。</p>{{/isRead}}
        {{/check}}
        {{#hasCopy}}<p><a class="button" href="{{base}}/uploads/{{id}}/copy" download>下载核对结果（原表加“结果、代码、说明”等列）</a></p>{{/hasCopy}}
        {{#check}}{{#hasRefused}}<div class="scroll" tabindex="0" role="region" aria-label="按原因汇总"><table><caption>按原因汇总</caption>
        <thead><tr><th scope="col">原因</th><th scope="col" class="number">行数</th><th scope="col">怎样更正</th><th scope="col">代码</th></tr></thead>
        <tbody>{{#codes}}<tr><td data-title="原因">{{reason}}</td><td class="number" data-title="行数">{{count}}</td><td data-title="怎样更正">{{remedy}}</td><td data-title="代码"><code>{{code}}</code></td></tr>
        {{/codes}}</tbody></table></div>
        <div class="scroll" tabindex="0" role="region" aria-label="不能接收的行"><table><caption>不能接收的行{{#hasUnshown}}（前面的；另有 {{unshown}} 行见下载的核对结果）{{/hasUnshown}}</caption>
        <thead><tr><th scope="col">位置</th><th scope="col">列</th><th scope="col">原因</th><th scope="col">怎样更正</th></tr></thead>
        <tbody>{{#verdicts}}<tr><td data-title="位置">{{place}}</td><td data-title="列">{{column}}</td><td data-title="原因">{{reason}}</td><td data-title="怎样更正">{{remedy}}</td></tr>
        {{/verdicts}}</tbody></table></div>{{/hasRefused}}
        {{#hasNotes}}<details><summary>关于文件的说明</summary><ul lang="en">{{#notes}}<li>{{.}}</li>{{/notes}}</ul></details>{{/hasNotes}}{{/check}}
        {{#hasNothing}}<p class="note bad">没有可以发送的行。请更正文件后重新上传。</p>{{/hasNothing}}
        <div class="row">
        {{#mayConfirm}}<form method="post" action="{{base}}/uploads/{{id}}/confirm">{{>csrf}}<button>确认发送可接收的 {{#check}}{{good}}{{/check}} 行</button></form>{{/mayConfirm}}
        {{#maySendAgain}}<form method="post" action="{{base}}/uploads/{{id}}/confirm">{{>csrf}}<button>再次发送</button></form>{{/maySendAgain}}
        {{#mayRemove}}<form method="post" action="{{base}}/uploads/{{id}}/remove">{{>csrf}}<button class="quiet" data-confirm="删除这份文件？核对结果的汇总仍保留。">撤回并删除文件</button></form>{{/mayRemove}}
        </div>
        <p><a href="{{base}}/uploads">返回报送</a></p>

        """

    static let problem = """
        <p class="note bad" id="problem" role="alert">{{sentence}}</p>
        <p class="hint">代码：{{code}}</p>
        <p><a href="{{base}}/{{back}}">返回</a></p>

        """
}

/// The pages of lists as the log of record knows them.
enum ListPages {
    static let history = """
        <p>名单收齐、封存并经医保局审核后才生效；被代替的名单不再生效。</p>
        {{^hasLists}}<p>没有可以查看的名单：名单由各业务部门报送，各部门只看到自己的。</p>{{/hasLists}}
        {{#hasLists}}<div class="scroll" tabindex="0" role="region" aria-label="名单"><table>
        <thead><tr><th scope="col">名单编号</th><th scope="col">部门</th><th scope="col">名单日期</th><th scope="col" class="number">行数</th><th scope="col">状态</th>{{#mayAudit}}<th scope="col">审核</th>{{/mayAudit}}</tr></thead>
        <tbody>{{#lists}}<tr><td data-title="名单编号">{{list}}</td><td data-title="部门">{{bureau}}</td><td data-title="名单日期">{{snapshot}}</td><td class="number" data-title="行数">{{rows}}</td><td data-title="状态">{{state}}</td>{{#mayAudit}}<td data-title="审核">{{#waits}}<form method="post" action="{{base}}/lists/audit">{{>csrf}}<input type="hidden" name="list" value="{{list}}"><button class="quiet">审核通过 {{list}}</button></form>{{/waits}}</td>{{/mayAudit}}</tr>
        {{/lists}}</tbody></table></div>
        <section aria-labelledby="c-h"><h2 id="c-h">比较两份名单</h2>
        <form class="row" method="get" action="{{base}}/lists/difference">
        <div><label for="from">从</label><select id="from" name="from">{{#lists}}<option>{{list}}</option>{{/lists}}</select></div>
        <div><label for="to">到</label><select id="to" name="to">{{#lists}}<option>{{list}}</option>{{/lists}}</select></div>
        <button>看差异</button></form></section>{{/hasLists}}

        """

    static let difference = """
        <p>从 <strong>{{from}}</strong> 到 <strong>{{to}}</strong>：新增 {{added}} 人次，减少 {{removed}} 人次，变更 {{changed}} 人次。</p>
        {{#hasRows}}<div class="scroll" tabindex="0" role="region" aria-label="差异"><table>
        <thead><tr><th scope="col">变化</th><th scope="col">单位</th><th scope="col" class="number">原名单行号</th><th scope="col" class="number">新名单行号</th><th scope="col">变更的列</th></tr></thead>
        <tbody>{{#rows}}<tr><td data-title="变化">{{kind}}</td><td data-title="单位">{{unit}}</td><td class="number" data-title="原名单行号">{{before}}</td><td class="number" data-title="新名单行号">{{after}}</td><td data-title="变更的列">{{columns}}</td></tr>
        {{/rows}}</tbody></table></div>{{/hasRows}}
        {{#isCut}}<p class="hint">只显示前 {{shown}} 项。</p>{{/isCut}}
        <p><a href="{{base}}/lists">返回名单历史</a></p>

        """
}
