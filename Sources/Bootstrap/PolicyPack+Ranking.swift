import Events
import Policy
import Ranking

extension PolicyPack {
    /// What the ranking needs of the pack.
    public var rankingSeason: RankingSeason {
        let settings = terms.ranking
        let window = terms.window.opens.value...terms.window.closes.value
        var season = RankingSeason(
            scheme: scheme,
            towns: compiled.units.map(\.name),
            weeks: window,
            sources: sources,
            counting: settings.counts == .payers ? .payers : .enrolled
        )
        season.ties = settings.ties.map { $0 == .amountRate ? .amountRate : .printedOrder }
        season.isOfRoster = settings.base == .roster
        season.unitPercent = settings.targetRates.first { $0.of == .units }.map {
            Int64($0.percent)
        }
        season.linePercent = settings.line.map { Int64($0.value) }
        season.fullCoverage = terms.categories.filter(\.isFullCoverage).map(\.id)
        season.scores = settings.scores.map {
            RankingSeason.ScoreStep(points: $0.points.map(Int64.init), by: $0.by)
        }
        season.halfMonths =
            settings.publications.filter { $0.every == .halfMonth }
            .flatMap { $0.every.periods(in: window) }.map(\.days)
        season.isWeeklyAsked = settings.publications.contains { $0.every == .weekly }
        season.cutoff = settings.cutoff?.value
        season.printedTotal = terms.printedTotal?.value ?? 0
        return season
    }
}
