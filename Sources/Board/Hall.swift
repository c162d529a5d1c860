/// What every request is answered with.
final class Hall: Sendable {
    let settings: BoardSettings
    let sources: BoardSources
    let gate: Gatekeeper
    let pages: PageLibrary
    let frame: PageFrame
    let metrics: BoardMetrics
    let passwords = PasswordWork()
    let desk: AccountDesk
    let routes: [BoardRoute]

    init(
        settings: BoardSettings,
        sources: BoardSources,
        gate: Gatekeeper,
        pages: PageLibrary,
        metrics: BoardMetrics,
        routes: [BoardRoute]
    ) {
        self.settings = settings
        self.sources = sources
        self.gate = gate
        self.pages = pages
        self.metrics = metrics
        self.routes = routes
        desk = AccountDesk(
            store: gate.store,
            packs: sources.packs,
            clock: sources.clock,
            cost: settings.passwordCost
        )
        frame = PageFrame(pages: pages, sources: sources, routes: routes)
    }
}
