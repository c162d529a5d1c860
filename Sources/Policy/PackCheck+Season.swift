import Events

/// Days of a pack against its coverage year: a season is collected in the year before and in the
/// year itself, so a day of any other year was left over or mistyped.
extension PackCheck {
    func checkSeason() {
        let window = terms.window
        check("window.opens", window.opens.value)
        check("window.closes", window.closes.value)
        check("window.benefitFrom", window.benefitFrom?.value)
        check("window.benefitTo", window.benefitTo?.value)
        check("listsBy", terms.listsBy?.value)
        check("newborn", terms.newborn?.until)
        check("ranking.cutoff", terms.ranking.cutoff?.value)
        for (index, phase) in terms.phases.enumerated() {
            check("phases[\(index + 1)]", phase.from)
            check("phases[\(index + 1)]", phase.to)
        }
        for (index, band) in terms.ranking.scores.enumerated() {
            check("ranking.scores[\(index + 1)]", band.by)
        }
        for (index, duty) in terms.duties.enumerated() {
            check("duties[\(index + 1)]", duty.by)
        }
    }

    private func check(_ key: String, _ day: CivilDate?) {
        let year = terms.coverageYear.value
        guard let day, !(year - 1...year).contains(day.components.year) else { return }
        refuse(
            key,
            "\(day) lies in neither year of the season (\(year - 1), \(year))",
            "Correct the day, or «coverageYear»"
        )
    }
}
