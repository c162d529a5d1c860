import Hummingbird

/// The page of a request that was refused or failed.
enum FaultPage {
    static let template = """
        <p class="note bad">{{sentence}}</p>
        <p><a href="/">返回首页</a></p>

        """

    /// On the way back from another site.
    static let forward = """
        <p><a href="{{path}}">继续</a></p>

        """

    static func title(_ status: HTTPResponse.Status) -> String {
        switch status {
        case .badRequest: "请求有误"
        case .unauthorized: "需要登录"
        case .forbidden: "没有权限"
        case .notFound: "没有找到"
        case .requestTimeout: "提交超时"
        case .contentTooLarge: "内容过大"
        case .tooManyRequests: "请求过多"
        case .serviceUnavailable: "暂时不可用"
        case .internalServerError: "系统出错"
        default: "无法处理"
        }
    }
}
