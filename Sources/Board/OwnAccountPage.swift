/// The own account.
enum OwnAccountPage {
    static let template = """
        {{#mustChange}}<p class="note" role="alert">首次登录，请先修改密码。</p>
        {{/mustChange}}{{#fault}}<p class="note bad" role="alert">{{fault}}</p>
        {{/fault}}{{#done}}<p class="note good" role="status">密码已修改，其他登录均已退出。</p>
        {{/done}}<table>
        <tbody>
        <tr><th scope="row">账号</th><td>{{name}}</td></tr>
        <tr><th scope="row">角色</th><td>{{role}}</td></tr>
        <tr><th scope="row">方案</th><td>{{scheme}}</td></tr>
        {{#office}}<tr><th scope="row">部门</th><td>{{office}}</td></tr>
        {{/office}}{{#unit}}<tr><th scope="row">单位</th><td>{{unit}}</td></tr>
        {{/unit}}</tbody>
        </table>
        <h2>修改密码</h2>
        <form class="plain" method="post" action="/account/password">{{>csrf}}
        <label for="old">原密码</label>
        <input id="old" name="old" type="password" autocomplete="current-password" required maxlength="256">
        <label for="new">新密码</label>
        <input id="new" name="new" type="password" autocomplete="new-password" required minlength="10" maxlength="256" aria-describedby="rule">
        <p class="hint" id="rule">至少 10 个字符，不能包含账号名。</p>
        <label for="again">再输入一次新密码</label>
        <input id="again" name="again" type="password" autocomplete="new-password" required minlength="10" maxlength="256">
        <button>修改</button>
        </form>

        """
}
