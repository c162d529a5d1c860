/// The sign-in.
enum SignInPage {
    static let template = """
        {{#fault}}<p class="note bad" role="alert">{{fault}}</p>
        {{/fault}}<form class="plain" method="post" action="/signin">{{>csrf}}
        {{#next}}<input type="hidden" name="next" value="{{next}}">
        {{/next}}<label for="name">账号</label>
        <input id="name" name="name" autocomplete="username" autocapitalize="none" required maxlength="32">
        <label for="password">密码</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256">
        <button>登录</button>
        </form>
        <p class="hint">账号由系统管理员开立。忘记密码请联系本单位的系统管理员。</p>

        """
}
