import HTTPTypes
import Hummingbird
import NIOCore

/// What the server knows of a request beside the request.
struct BoardContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// The address of the browser; empty where there is no connection.
    ///
    /// Behind a proxy it is the last one that the proxy itself has written.
    func address(of request: Request, _ settings: BoardSettings) -> String {
        let peer = channel.remoteAddress?.ipAddress ?? ""
        guard settings.isBehindProxy,
            let last = request.headers[values: .forwardedFor].last?.split(separator: ",").last
        else { return peer }
        let address = String(last.filter { $0 != " " })
        return (try? SocketAddress(ipAddress: address, port: 0)) == nil ? peer : address
    }

    /// Ends the connection when the answer has had time to go out: what else the other side sends
    /// is not read.
    func closeSoon() {
        let channel = channel
        channel.eventLoop.scheduleTask(in: .seconds(2)) { channel.close(promise: nil) }
    }
}
