/// The frame of every page; `main` is the one value that is markup already.
enum LayoutPage {
    static let template = """
        <!DOCTYPE html>
        <html lang="zh-CN">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        {{#forward}}<meta http-equiv="refresh" content="0; url={{forward}}">
        {{/forward}}<title>{{title}} · {{season}}</title>
        <link rel="stylesheet" href="{{style}}">
        <script src="{{script}}" defer></script>
        </head>
        <body>
        <a class="skip" href="#main">跳到正文</a>
        <header class="top"><div class="inner">
        <a class="name" href="/">{{season}}</a>
        {{#account}}<div class="who"><a href="/account">{{account}}</a> · {{role}}{{#unit}} · {{unit}}{{/unit}}
        <form method="post" action="/signout">{{>csrf}}<button>退出</button></form></div>
        {{/account}}</div></header>
        {{#account}}<nav class="nav" aria-label="主导航"><div class="inner"><ul>
        {{#navigation}}<li><a href="{{path}}"{{#isCurrent}} aria-current="page"{{/isCurrent}}>{{title}}</a></li>
        {{/navigation}}</ul></div></nav>
        {{/account}}<main id="main" tabindex="-1"><div class="inner">
        <h1>{{title}}</h1>
        {{{main}}}
        </div></main>
        <footer class="foot"><div class="inner">
        {{#moment}}{{#isKnown}}账本位置 {{position}} · 业务截至 {{day}} · 读取于 {{readAt}}（{{age}} 秒前）{{/isKnown}}{{^isKnown}}尚未读取账本{{/isKnown}}{{/moment}}
        </div></footer>
        </body>
        </html>

        """

    /// The token that every form carries.
    static let csrf = """
        <input type="hidden" name="csrf" value="{{csrf}}">
        """
}
