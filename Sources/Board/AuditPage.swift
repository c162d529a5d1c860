/// Who saw or did what.
enum AuditPage {
    static let template = """
        <p class="hint">查看个人信息、显示姓名和证件号码、登录和账号变动的记录。记录只增不改，不含姓名和号码。</p>
        <div class="scroll"><table>
        <thead><tr><th scope="col">序号</th><th scope="col">时间</th><th scope="col">账号</th><th scope="col">事项</th><th scope="col">页面</th><th scope="col">人员代码</th></tr></thead>
        <tbody>
        {{#lines}}<tr><td class="number">{{number}}</td><td>{{at}}</td><td>{{account}}</td><td>{{action}}</td><td>{{page}}</td><td><code>{{person}}</code></td></tr>
        {{/lines}}</tbody>
        </table></div>
        {{#older}}<p><a href="{{base}}/audit?before={{older}}">更早的记录</a></p>
        {{/older}}{{^lines}}<p>没有记录。</p>{{/lines}}

        """
}
