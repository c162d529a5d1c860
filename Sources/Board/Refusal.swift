import HTTPTypes

/// Why a request is not answered with what it asks for.
public struct Refusal: Error, Sendable {
    /// The status of HTTP.
    public var status: HTTPResponse.Status
    /// What to do, in Chinese, without anything that the request brought.
    public var sentence: String
    /// After how many seconds it may be tried again; nil where that does not help.
    public var retryAfter: Int64?

    /// Creates a refusal.
    public init(_ status: HTTPResponse.Status, _ sentence: String, retryAfter: Int64? = nil) {
        self.status = status
        self.sentence = sentence
        self.retryAfter = retryAfter
    }

    /// 400: the request is not of the form that is asked for.
    public static func badRequest(_ sentence: String = "请求的格式不对，请返回上一页重新填写。") -> Refusal {
        Refusal(.badRequest, sentence)
    }

    /// 403: the account may not do that, or not for that place.
    public static let forbidden = Refusal(.forbidden, "您的账号没有这项权限，或者内容不属于您的单位。")

    /// 403: the form was not made by this sign-in.
    public static let foreignForm = Refusal(.forbidden, "表单已失效，请返回上一页，刷新后重新提交。")

    /// 404: there is nothing there for this account.
    public static let notFound = Refusal(.notFound, "没有这个页面，或者内容已经移走。")

    /// 413: the request is larger than the limit.
    public static func tooLarge(bytesMax: Int) -> Refusal {
        Refusal(.contentTooLarge, "提交的内容超过上限（\(bytesMax / 1024) KiB），请拆分后再提交。")
    }

    /// 408: the request came too slowly.
    public static let tooSlow = Refusal(.requestTimeout, "提交超时，请检查网络后重试。")

    /// 429: too many requests.
    public static func tooMany(retryAfter: Int64) -> Refusal {
        Refusal(.tooManyRequests, "请求过于频繁，请稍后再试。", retryAfter: retryAfter)
    }

    /// 503: the ledger or the accounts cannot be read now.
    public static let unavailable = Refusal(
        .serviceUnavailable,
        "数据暂时读不到，系统会自动重试，请稍后刷新。",
        retryAfter: 5
    )
}
