import Events

/// When a unit reaches its task at its pace: an estimate, never part of a ranking (F-107).
public enum Forecast {
    /// Days of which the pace is taken.
    public static let days: Int64 = 7

    /// Estimates in integers: what is lacking ÷ the pace of the last seven closed days, rounded up
    /// to whole days after the last closed one.
    ///
    /// - Parameters:
    ///   - unit: Unit.
    ///   - target: Persons.
    ///   - percent: Percent of the target that is asked.
    ///   - now: Persons counted at the end of the last closed day.
    ///   - before: Persons counted seven days before.
    ///   - closed: The last day that every source has closed.
    /// - Returns: Without a day where nobody came in seven days, or it lies over ten years ahead.
    public static func of(
        unit: String,
        target: Int64,
        percent: Int64,
        now: Int64,
        before: Int64,
        closed: CivilDate
    ) -> UnitForecast {
        let lacking = max(0, (target * percent + 99) / 100 - now)
        let pace = now - before
        var forecast = UnitForecast(
            unit: unit,
            lacking: lacking,
            lastSevenDays: pace,
            reachedOn: lacking == 0 ? closed : nil
        )
        guard lacking > 0, pace > 0 else { return forecast }
        let ahead = (lacking * days + pace - 1) / pace
        if ahead <= 3_660 { forecast.reachedOn = closed.adding(days: Int(ahead)) }
        return forecast
    }
}
