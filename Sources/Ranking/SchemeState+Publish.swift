import Events

extension SchemeState {
    /// Publishes what a batch has changed of how things stand: nothing that it has not touched.
    func publishCurrent(_ touched: Touched, into output: RecordBatch) {
        let areTargetsOther = hasOtherTargets(touched)
        if !touched.towns.isEmpty || areTargetsOther || touched.hasDecisions || touched.hasClosures
        {
            append(current(), to: output)
        }
        publishVillages(touched, into: output)
        if touched.hasSchools { append(schoolTable(), to: output) }
        guard let closed = closedThrough else { return }
        let isPaceOther = touched.firstDay.map { $0 <= closed } ?? false
        if touched.hasClosures || areTargetsOther || isPaceOther, let forecast = forecast() {
            append(forecast, to: output)
        }
    }

    /// Publishes each period that a message decides, or restates.
    mutating func publishPeriods(_ touched: Touched, into output: RecordBatch) {
        guard let closed = closedThrough else { return }
        let areRowsOther = hasOtherTargets(touched) || touched.hasDecisions
        for period in periods where period.last <= closed {
            let isFirst = published[period.id] == nil
            let isLate = touched.firstDay.map { $0 <= period.last } ?? false
            guard isFirst || areRowsOther || isLate else { continue }
            publish(period, touched, isAll: isFirst, into: output)
        }
    }

    private func hasOtherTargets(_ touched: Touched) -> Bool {
        touched.hasTargets || (season.isOfRoster && !touched.members.isEmpty)
    }

    /// As things stand, of the towns that were touched: a batch about three towns writes three.
    private func publishVillages(_ touched: Touched, into output: RecordBatch) {
        var names = Set(touched.towns.keys).union(touched.members)
        if touched.hasTargets { names.formUnion(villages.keys) }
        for town in names.sorted() where !town.isEmpty {
            if let ranking = villages(of: town) { append(ranking, to: output) }
        }
    }

    private mutating func publish(
        _ period: RankingPeriod,
        _ touched: Touched,
        isAll: Bool,
        into output: RecordBatch
    ) {
        edition(ranking(of: period), into: output)
        // Of a day of assessment the villages as well; of weeks the units of the notice's table.
        guard period.kind == .cutoff else { return }
        for town in villages.keys.sorted() {
            let isOther =
                isAll || touched.hasTargets || touched.members.contains(town)
                || touched.towns[town].map { $0 <= period.last } ?? false
            guard isOther, let ranking = villages(of: town, in: period) else { continue }
            edition(ranking, into: output)
        }
    }

    /// Publishes the first edition of a period, or one that restates it where any row is another.
    private mutating func edition(_ ranking: RankingPublished, into output: RecordBatch) {
        var ranking = ranking
        let heads = ranking.rows.reduce(Int64(0)) { $0 + $1.enrolled }
        let paid = ranking.rows.reduce(Money.zero) { $0 + $1.paid }
        if let told = published[ranking.period] {
            if told.rows == ranking.rows { return }
            ranking.restates = told.edition
            ranking.firstEdition = told.firstEdition
            ranking.lateHeads = heads - told.firstHeads
            ranking.latePaid = paid - told.firstPaid
            ranking.differences = Standing.differences(from: told.rows, to: ranking.rows)
            published[ranking.period]?.edition = ranking.edition
            published[ranking.period]?.rows = ranking.rows
        } else {
            published[ranking.period] = Published(
                edition: ranking.edition,
                rows: ranking.rows,
                firstEdition: ranking.edition,
                firstHeads: heads,
                firstPaid: paid
            )
        }
        append(ranking, to: output)
    }

    private func append(_ ranking: RankingPublished, to output: RecordBatch) {
        output.append(topic: .rankingsPublished, key: "\(season.scheme)/\(ranking.period)") {
            ranking.write(to: $0)
        }
    }
}
