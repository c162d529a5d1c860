import HTTPTypes
import Hummingbird
import Ledger
import NIOCore
import Stage

/// Turns what went wrong into a page that says what to do and nothing of the inside, and counts
/// every answer.
struct FaultPages: RouterMiddleware {
    typealias Context = BoardContext

    let hall: Hall

    func handle(
        _ request: Request,
        context: BoardContext,
        next: (Request, BoardContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response: Response
        do {
            try checkTarget(request)
            response = try await next(request, context)
        } catch {
            let refusal = refusal(of: error, request, context)
            response = try page(refusal, request)
        }
        let elapsed = (ContinuousClock.now - start).components
        hall.metrics.count(
            route: context.endpointPath ?? "none",
            method: request.method.rawValue,
            status: response.status.code,
            nanoseconds: elapsed.seconds * 1_000_000_000 + elapsed.attoseconds / 1_000_000_000
        )
        if response.status == .contentTooLarge { context.closeSoon() }
        return response
    }

    private func checkTarget(_ request: Request) throws {
        guard request.uri.string.utf8.count <= BoardSettings.targetBytesMax else {
            throw Refusal(.uriTooLong, "网址过长，请返回首页重新进入。")
        }
        guard !HealthPaths.all.contains(request.uri.path),
            !HostCheck(hall.settings).isOwn(request.head.authority ?? "")
        else { return }
        throw Refusal(.misdirectedRequest, "请使用系统公布的网址访问。")
    }

    private func refusal(
        of error: any Error,
        _ request: Request,
        _ context: BoardContext
    ) -> Refusal {
        switch error {
        case let refusal as Refusal: return refusal
        case let error as HTTPError where error.status == .notFound: return .notFound
        case let error as HTTPError where (400..<500).contains(error.status.code):
            return Refusal(error.status, Refusal.badRequest().sentence)
        case is NIOTooManyBytesError: return .tooLarge(bytesMax: BoardSettings.formBytesMax)
        case AccountProblem.unavailable, LedgerProblem.unavailable: return .unavailable
        case let error as any Transient where error.isTransient: return .unavailable
        default:
            context.logger.error(
                "500 \(request.method) \(context.endpointPath ?? "none"): \(FaultPages.text(error))"
            )
            return Refusal(.internalServerError, "系统出错，已经记录。请稍后再试，仍不行请联系管理员。")
        }
    }

    /// Of an error that is not known to keep quiet only its type: its text may hold what somebody
    /// typed.
    private static func text(_ error: any Error) -> String {
        switch error {
        case let problem as AccountProblem: problem.description
        case let problem as LedgerProblem: problem.description
        case let problem as LogProblem: "\(problem)"
        default: "\(type(of: error))"
        }
    }

    private func page(_ refusal: Refusal, _ request: Request) throws -> Response {
        var response: Response
        if request.headers[.accept]?.hasPrefix("application/json") == true {
            response = Reply.text(
                "{\"error\": \"\(refusal.sentence)\"}\n",
                type: "application/json; charset=utf-8",
                status: refusal.status
            )
        } else {
            response = try hall.frame.response(
                main: try hall.pages.render("fault", ["sentence": refusal.sentence]),
                PageFrame.Chrome(
                    title: "\(refusal.status.code) \(FaultPage.title(refusal.status))"
                ),
                status: refusal.status
            )
        }
        if let seconds = refusal.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
        return response
    }
}
