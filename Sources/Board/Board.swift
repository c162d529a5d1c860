import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOSSL
import ServiceLifecycle

/// The web board: sections behind one gate.
public struct Board: Sendable {
    /// The routes of all sections, with what each needs.
    public let routes: [BoardRoute]

    private let hall: Hall
    let sections: [any BoardSection]
    private let logger: Logger

    /// Puts a board together.
    ///
    /// - Parameters:
    ///   - settings: How it serves.
    ///   - sources: What its sections read.
    ///   - accounts: Who may sign in.
    ///   - sections: Its parts, in the order of the navigation; those of accounts and of the audit
    ///     are its own and come last.
    ///   - logger: Takes errors, healthy it gets nothing; nil writes them to standard error.
    /// - Throws: When a template cannot be read or two routes are the same: a fault of the program.
    public init(
        settings: BoardSettings,
        sources: BoardSources,
        accounts: any AccountStore,
        sections given: [any BoardSection],
        logger: Logger? = nil
    ) throws {
        sections = given + [AccountsSection(), AuditSection(), OwnAccountSection()]
        var templates = Board.templates
        var collected = BoardRoutes()
        for section in sections {
            for (name, text) in section.templates {
                guard templates.updateValue(text, forKey: name) == nil else {
                    throw BoardFault("two sections bring a template \(name)")
                }
            }
            section.addRoutes(to: &collected)
        }
        routes = collected.routes
        guard Set(routes.map { "\($0.method.rawValue) \($0.path)" }).count == routes.count else {
            throw BoardFault("two sections bring the same route")
        }
        hall = Hall(
            settings: settings,
            sources: sources,
            gate: Gatekeeper(store: accounts, clock: sources.clock, limits: settings.sessions),
            pages: try PageLibrary(templates),
            metrics: BoardMetrics(),
            routes: routes
        )
        self.logger = logger ?? BoardLog.make()
    }

    private static let templates = [
        "layout": LayoutPage.template, "csrf": LayoutPage.csrf, "fault": FaultPage.template,
        "forward": FaultPage.forward, "signin": SignInPage.template,
    ]

    /// The figures in Prometheus' text form.
    public func metrics() -> String {
        let (limits, now) = (hall.settings.sessions, hall.sources.clock.now)
        var state = BoardMetrics.State()
        for (scheme, reading) in hall.sources.freshness.all {
            state.readAt[scheme] = reading.readAt
        }
        state.sessions = try? hall.gate.store.countSessions(
            startedSince: now - limits.absoluteSeconds,
            usedSince: now - limits.idleSeconds
        )
        // As the file is now: a new one that is not yet served is seen by its readers soon enough.
        let certificate = hall.settings.tls.flatMap {
            try? NIOSSLCertificate.fromPEMFile($0.certificate).first
        }
        state.certificateEnd = certificate.map { Int64($0.notValidAfter) }
        return hall.metrics.text(state, now: now) + sections.map { $0.metrics }.joined()
    }

    /// The server, to be run or tested.
    ///
    /// - Parameter onListening: Told the port when it listens.
    public func application(
        onListening: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws -> some ApplicationProtocol {
        let settings = hall.settings
        var configuration = ApplicationConfiguration(
            address: .hostname(settings.host, port: settings.port)
        )
        configuration.availableConnectionsDelegate = .maximum(
            BoardSettings.connectionsMax,
            logger: logger
        )
        var application = Application(
            router: router(),
            server: try server(),
            configuration: configuration,
            onServerRunning: { onListening($0.localAddress?.port ?? 0) },
            logger: logger
        )
        for section in sections {
            if let work = section.background { application.addServices(SectionService(work: work)) }
        }
        return application
    }

    /// Serves until SIGTERM or SIGINT, then lets requests end within 20 seconds.
    public func run(onListening: @escaping @Sendable (Int) -> Void) async throws {
        var configuration = ServiceGroupConfiguration(
            services: [try application(onListening: onListening)],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(20)
        try await ServiceGroup(configuration: configuration).run()
    }

    private func server() throws -> HTTPServerBuilder {
        let plain = HTTPServerBuilder.http1(
            configuration: .init(
                idleTimeout: .seconds(BoardSettings.idleSeconds),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: BoardSettings.headerBytesMax,
                    maxHeaderListSize: BoardSettings.headerBytesMax,
                    maxHeaderFieldCount: BoardSettings.headersMax
                )
            )
        )
        guard let files = hall.settings.tls else { return plain }
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(files.certificate)
                .map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: files.key, format: .pem))
        )
        tls.minimumTLSVersion = .tlsv12
        return try .tls(plain, tlsConfiguration: tls)
    }

    private func router() -> Router<BoardContext> {
        let hall = hall
        let router = Router(
            context: BoardContext.self,
            options: .autoGenerateHeadEndpoints
        )
        router.add(middleware: SecurityHeaders(isSecure: hall.settings.isSecure))
        router.add(middleware: FaultPages(hall: hall))
        addOpenRoutes(to: router)
        for route in routes {
            let guarded = RouteGuard(hall: hall, route: route)
            router.on(RouterPath(route.path), method: route.method.http) { request, context in
                try await guarded.answer(request, context)
            }
        }
        return router
    }

    /// What answers without a sign-in: health, assets, the way to the first page, the sign-in.
    private func addOpenRoutes(to router: Router<BoardContext>) {
        let hall = hall
        let readiness = Readiness(store: hall.gate.store, sections: sections)
        router.get(RouterPath(HealthPaths.live)) { _, _ in Reply.text("ok\n") }
        router.get(RouterPath(HealthPaths.ready)) { _, _ in
            let troubles = await readiness.troubles()
            guard troubles.isEmpty else {
                let reasons = troubles.map { "\($0)\n" }.joined()
                return Reply.text(reasons, status: .serviceUnavailable)
            }
            return Reply.text("ok\n")
        }
        for asset in [Asset.style, .script] {
            router.get(RouterPath(asset.path)) { _, _ in asset.response }
        }
        let door = Door(hall)
        router.get("/signin") { request, _ in try await door.show(request) }
        router.post("/signin") { request, context in try await door.enter(request, context) }
        router.get("/") { request, _ in
            guard let id = SessionCookie(hall.settings).id(of: request),
                let session = try await hall.gate.admit(id)
            else { return Reply.redirect("/signin") }
            return Reply.redirect(hall.frame.home(session.principal))
        }
    }
}

/// Work of a section beside the server.
private struct SectionService: Service {
    let work: @Sendable () async throws -> Void

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown(work)
        } catch is CancellationError {
            // This is how it ends.
        }
    }
}

/// The program is put together wrongly.
struct BoardFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
