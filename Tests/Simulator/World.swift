import Foundation

/// A world in which one thread at a time runs: a clock that nobody waits for, dice, processes that
/// take turns, and things that happen at a time.
///
/// Whoever has the turn has everything, so nothing here is locked.
final class World: @unchecked Sendable {
    let dice: Dice
    var plan: FaultPlan
    var tally = FaultTally()
    /// Milliseconds since the beginning.
    private(set) var nowMs: Int64 = 0
    /// Why the world ended badly; nil when it did not.
    private(set) var violation: String?
    private(set) var isOver = false
    /// Steps taken.
    private(set) var steps = 0
    /// A number that two runs of one seed share only if they took the same steps.
    private(set) var trace: UInt64 = 0
    /// Told of every step.
    var listener: ((String) -> Void)?
    /// How far the broker's clock on the wall is off, in milliseconds.
    var brokerClockMs: Int64 = 0
    /// Whether the processes of a service are away until some time.
    var awayUntil: [Fault: Int64] = [:]

    private var players: [Player] = []
    private var events: [(at: Int64, act: () -> Void)] = []
    private(set) var current: Player?
    private let ended = DispatchSemaphore(value: 0)
    /// Steps after which a world that has found no rest is taken for one that never will.
    private let stepsMax: Int
    /// The first of November 2022.
    private static let wallStartMs: Int64 = 1_667_232_000_000

    init(dice: Dice, plan: FaultPlan, stepsMax: Int = 60_000) {
        self.dice = dice
        self.plan = plan
        self.stepsMax = stepsMax
    }

    /// What a clock on a wall shows that is off by so much, in milliseconds since 1970.
    func wallMs(off: Int64) -> Int64 { World.wallStartMs + nowMs + off }

    /// Runs until nothing is left to happen, or something must not have happened.
    func run() {
        guard let first = choose() else { return }
        current = first
        first.turn.signal()
        ended.wait()
        events.removeAll()
        players.removeAll()
    }

    /// Ends the world.
    func fail(_ reason: String) {
        if violation == nil { violation = reason }
        isOver = true
    }

    /// Lets something happen later.
    func after(_ delayMs: Int, _ act: @escaping () -> Void) {
        events.append((nowMs + Int64(delayMs), act))
    }

    /// Starts a process on a thread of its own; it waits for its turn.
    func start(_ player: Player, _ body: @escaping @Sendable () throws -> Void) {
        players.append(player)
        let thread = Thread { [self] in
            player.turn.wait()
            if !isOver {
                do { try body() } catch is Crash {} catch { fail("\(player.name): \(error)") }
            }
            leave(player)
        }
        thread.stackSize = 2 << 20
        thread.start()
    }

    /// Gives the turn away until the process may go on.
    func yield() {
        guard let me = current, let next = choose(), next !== me else { return }
        current = next
        next.turn.signal()
        me.turn.wait()
    }

    /// Waits for news of a topic or of the group.
    func waitForNews(topics: Set<Int>) throws {
        guard let me = current else { return }
        me.listensTo = topics
        me.wakeAt = Int64.max
        yield()
        me.listensTo = []
        if isOver { throw Crash() }
    }

    /// Wakes whoever waits for a topic.
    func tell(topic: Int) {
        for player in players where player.listensTo.contains(topic) { wake(player) }
    }

    /// Makes a waiting process go on.
    func wake(_ player: Player) {
        if !player.listensTo.isEmpty { player.wakeAt = min(player.wakeAt, nowMs) }
    }

    /// Stands still.
    func sleep(_ pauseMs: Int) {
        guard let me = current, !isOver else { return }
        me.wakeAt = nowMs + Int64(pauseMs)
        note(.wait)
        yield()
    }

    func note(_ place: Place) {
        steps += 1
        nowMs += Int64(dice.below(3))
        if steps > stepsMax { fail("no rest after \(stepsMax) steps") }
        guard let me = current else { return }
        var mixed = trace ^ UInt64(nowMs) &* 0x100_0000_01b3
        for byte in place.rawValue.utf8 { mixed = (mixed ^ UInt64(byte)) &* 0x100_0000_01b3 }
        trace = (mixed ^ UInt64(me.number)) &* 0x9E37_79B9_7F4A_7C15
        if let listener { listener("\(nowMs) ms \(me.name) \(place.rawValue)") }
    }

    private func leave(_ player: Player) {
        player.hasEnded = true
        players.removeAll { $0 === player }
        if let next = choose() {
            current = next
            next.turn.signal()
        } else {
            current = nil
            ended.signal()
        }
    }

    /// Who is next: one of those who may go now; when all wait, whoever's time comes first.
    private func choose() -> Player? {
        while true {
            if isOver { return players.first }
            runDueEvents()
            if let player = chooseReady() { return player }
            guard let next = nextMoment() else {
                isOver = true
                continue
            }
            nowMs = next
        }
    }

    private func chooseReady() -> Player? {
        var count = 0
        for player in players where player.wakeAt <= nowMs { count += 1 }
        if count == 0 { return nil }
        if let current, !current.hasEnded, current.wakeAt <= nowMs, dice.chance(400) {
            return current
        }
        var skip = dice.below(count)
        for player in players where player.wakeAt <= nowMs {
            if skip == 0 { return player }
            skip -= 1
        }
        return nil
    }

    private func runDueEvents() {
        while let index = events.firstIndex(where: { $0.at <= nowMs }) {
            events.remove(at: index).act()
        }
    }

    private func nextMoment() -> Int64? {
        var next = Int64.max
        for event in events { next = min(next, event.at) }
        for player in players { next = min(next, player.wakeAt) }
        return next == Int64.max ? nil : next
    }
}

/// A process: what it is called, when it may go on, and how it is found dead.
final class Player: @unchecked Sendable {
    let name: String
    let number: Int
    let turn = DispatchSemaphore(value: 0)
    /// Not before that time, in milliseconds of the world.
    var wakeAt: Int64 = 0
    /// Topics that wake it.
    var listensTo: Set<Int> = []
    var hasEnded = false
    /// Whether it ends here and now, without a word to anybody.
    var isCrashed = false
    /// Declares it dead to its group.
    var evict: () -> Void = {}
    /// Asks its group to share anew.
    var rebalance: () -> Void = {}
    /// Asks it to leave in order.
    var stop: () -> Void = {}
    /// Tells the world's owner that it has crashed.
    var onCrash: () -> Void = {}
    /// Lets the coordinator of its group be away for so many milliseconds.
    var moveCoordinator: (Int) -> Void = { _ in }
    /// Lets the coordinator of its group forget the last positions.
    var losePositions: () -> Void = {}
    /// Lets a partition that it reads stand still for so many milliseconds.
    var obstruct: (Fault, Int) -> Void = { _, _ in }
    /// How far its clock on the wall is off, in milliseconds.
    var clockMs: Int64 = 0
    /// Asks for one process more or less of its stage.
    var scale: () -> Void = {}

    init(name: String, number: Int) {
        self.name = name
        self.number = number
    }
}

/// The end of a process: nothing of ours catches it.
struct Crash: Error {}

/// Something that must never be.
struct Violation: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
