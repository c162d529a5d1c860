/// The accounts of a scheme, for its administrator.
enum AccountsPage {
    static let template = """
        {{#fault}}<p class="note bad" role="alert">{{fault}}</p>
        {{/fault}}{{#oneTime}}<p class="note good" role="status">账号 {{name}} 的一次性密码：<code>{{password}}</code>。只显示这一次，首次登录后须修改。</p>
        {{/oneTime}}<div class="scroll"><table>
        <thead><tr><th scope="col">账号</th><th scope="col">角色</th><th scope="col">部门</th><th scope="col">单位</th><th scope="col">状态</th><th scope="col">开立时间</th><th scope="col">操作</th></tr></thead>
        <tbody>
        {{#accounts}}<tr><th scope="row">{{name}}</th><td>{{role}}</td><td>{{office}}</td><td>{{unit}}</td><td>{{state}}</td><td>{{createdAt}}</td><td>
        {{^isOwn}}<form method="post" action="{{base}}/accounts/{{act}}">{{>csrf}}<input type="hidden" name="name" value="{{name}}"><button class="quiet">{{actTitle}}</button></form>
        <form method="post" action="{{base}}/accounts/reset">{{>csrf}}<input type="hidden" name="name" value="{{name}}"><button class="quiet" data-confirm="重设后原密码失效，确定吗？">重设密码</button></form>{{/isOwn}}
        </td></tr>
        {{/accounts}}</tbody>
        </table></div>
        <h2>开立账号</h2>
        <form class="plain" method="post" action="{{base}}/accounts/add">{{>csrf}}
        <label for="name">账号名</label>
        <input id="name" name="name" required minlength="2" maxlength="32" autocapitalize="none" aria-describedby="name-rule">
        <p class="hint" id="name-rule">小写字母、数字、“-”“_”，不得使用居民姓名或证件号码。</p>
        <label for="role">角色</label>
        <select id="role" name="role">{{#roles}}<option value="{{id}}">{{title}}</option>{{/roles}}</select>
        <label for="office">部门</label>
        <select id="office" name="office"><option value=""></option>{{#offices}}<option value="{{id}}">{{title}}</option>{{/offices}}</select>
        <label for="unit">单位（村写作“镇/村”）</label>
        <input id="unit" name="unit" maxlength="64">
        <button>开立</button>
        </form>

        """
}
