/// Through what channel payments come.
extension Population {
    /// The channel of a person's step, and whether its line names no unit.
    ///
    /// - Parameter paidAt: Seconds since 1970-01-01T00:00:00 local.
    func route(
        of index: Int,
        _ step: Int,
        paidAt: Int
    ) -> (channel: Channel, isUnitEmpty: Bool) {
        let person = people[index]
        let reverses = story(of: person).steps[step].reverses
        // A reversal goes through the channel of what it takes back.
        let channelStep = reverses < 0 ? step : reverses
        var random = Random(seed: seed, .payChannel, index << 2 | channelStep)
        let channel = channel(for: person, on: Day(number: paidAt / 86_400), &random)
        return (channel, channel.isSelfService && random.happens(habits.emptyUnit))
    }

    /// Draws a channel.
    ///
    /// The school collects from its own pupils, a payment that has no unit comes through a channel
    /// that names none, and who comes when a channel is closed pays alone.
    private func channel(for person: Person, on day: Day, _ random: inout Random) -> Channel {
        let channels = script.channels
        let drawn = channels[habits.channels.spin(&random) ?? 0]
        if person.traits.contains(.pupil) { return channels.first(where: \.isSchool) ?? drawn }
        let isClosed = drawn.lastDay.map { $0 < day } ?? false
        guard isClosed || person.unit == Person.noUnit && !drawn.isSelfService else { return drawn }
        return channels.first(where: \.isSelfService) ?? drawn
    }
}
