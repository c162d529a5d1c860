/// A file that was handed in, and where it stands.
public struct Upload: Sendable, Hashable, Codable {
    /// Where an upload stands; raw values stand in files and answers.
    public enum State: String, Sendable, Codable, CaseIterable {
        /// Waits for a worker to check it.
        case waiting
        /// Is read and checked; nothing is sent.
        case checking
        /// Was checked; waits for the office to confirm.
        case checked
        /// The file as a whole cannot be read.
        case refused
        /// Is confirmed; waits for a worker to send it.
        case confirmed
        /// Is being sent.
        case sending
        /// Was sent.
        case sent
        /// The same file was sent for the same list before: nothing was sent again.
        case repeated
        /// The program stopped while it was checked; can be checked again.
        case checkInterrupted
        /// The program or the log stopped while it was sent; can be sent again, nothing counts twice.
        case sendInterrupted
        /// Its file was removed, on request or after its time.
        case removed

        /// The word that pages show.
        public var chinese: String {
            switch self {
            case .waiting: "等待核对"
            case .checking: "正在核对"
            case .checked: "核对完毕，待确认"
            case .refused: "文件无法读取"
            case .confirmed: "已确认，等待发送"
            case .sending: "正在发送"
            case .sent: "已发送"
            case .repeated: "重复报送，未再发送"
            case .checkInterrupted: "核对中断"
            case .sendInterrupted: "发送中断"
            case .removed: "文件已删除"
            }
        }

        /// Whether a worker has it, or will.
        public var isBusy: Bool {
            switch self {
            case .waiting, .checking, .confirmed, .sending: true
            default: false
            }
        }
    }

    /// 32 random hexadecimal digits: in URLs, and the folder's name.
    public let id: String
    /// The account that handed it in.
    public let account: String
    /// Its rights' unit at that time; empty for every unit.
    public let unit: String
    /// What was declared.
    public var order: UploadOrder
    /// `csv` or `xlsx`: how the file's copy with verdicts ends.
    public var ending: String
    /// Bytes.
    public var size: Int64
    /// SHA-256 of the content, in hexadecimal digits.
    public var digest: String
    /// Seconds since 1970 when it came.
    public var receivedAt: Int64
    /// Seconds since 1970 when its state last changed.
    public var changedAt: Int64
    /// Where it stands.
    public var state: State
    /// Whether anything of it may have been sent: then its list's id is taken.
    public var wasConfirmed = false
    /// What the check came to; nil before.
    public var check: UploadOutcome?
    /// What the sending came to; nil before.
    public var sending: UploadOutcome?
    /// How far a worker is with it; not kept.
    public var progress = UploadProgress()

    private enum CodingKeys: String, CodingKey {
        case id, account, unit, order, ending, size, digest, receivedAt, changedAt, state
        case wasConfirmed, check, sending
    }

    /// The name under which reports and rejections know the file: that of its list.
    public var shownName: String { "\(order.list).\(ending)" }

    /// The name of the copy with verdicts for whoever downloads it.
    public var copyName: String { "\(order.list)-核对结果.\(ending)" }
}
