/// Why the desk does not do what it is asked.
///
/// Raw values stand in answers to browsers: never rename or reuse one.
public enum UploadProblem: String, Error, CaseIterable, Sendable {
    /// The account hands in no table of that kind.
    case kindNotAllowed = "kind_not_allowed"
    /// The account hands in nothing for that bureau.
    case bureauNotAllowed = "bureau_not_allowed"
    /// The bureau does not supply that category.
    case categoryNotAllowed = "category_not_allowed"
    /// The id of the list is none.
    case listMalformed = "list_malformed"
    /// The snapshot date is none.
    case snapshotMalformed = "snapshot_malformed"
    /// The list that is to be superseded is none, is of another bureau, or cannot be.
    case supersedesNotAllowed = "supersedes_not_allowed"
    /// The id is that of a list that was sent with other content.
    case listTaken = "list_taken"
    /// More bytes than a file may have.
    case fileTooLarge = "file_too_large"
    /// No byte.
    case fileEmpty = "file_empty"
    /// The account has as many files waiting as it may.
    case tooManyWaiting = "too_many_waiting"
    /// The file cannot be kept on this machine.
    case storageFailed = "storage_failed"
    /// No such upload, or none of the account's.
    case unknown = "upload_unknown"
    /// The upload is not at a stage where that can be done.
    case notNow = "upload_not_now"
    /// No row can be sent.
    case nothingToSend = "nothing_to_send"

    /// What is wrong and what to do, in Chinese.
    public var chinese: String {
        switch self {
        case .kindNotAllowed: "本账户不能报送这种表。请选择列出的种类。"
        case .bureauNotAllowed: "本账户不能代该部门报送。请选择本部门。"
        case .categoryNotAllowed: "该类别不由本部门提供。请选择列出的类别。"
        case .listMalformed: "名单编号只能用汉字、字母、数字和“-_.”，最多64个字，不得含有11位以上的连续数字。请改正后重新上传。"
        case .snapshotMalformed: "名单日期应为 2022-10-17 的格式。请改正后重新上传。"
        case .supersedesNotAllowed: "被代替的名单不存在、不属于本部门，或这种表不能代替。请核对名单编号。"
        case .listTaken: "该名单编号已用于另一份内容不同的名单。更正后的名单请用新的名单编号，并注明被代替的名单。"
        case .fileTooLarge: "文件过大。请把表格分成几个文件上传。"
        case .fileEmpty: "文件是空的。请选择有内容的文件。"
        case .tooManyWaiting: "待处理的文件过多。请先确认或删除已上传的文件。"
        case .storageFailed: "文件无法保存。请稍后再试，仍不行请与管理员联系。"
        case .unknown: "没有这次上传，或它不属于本账户。"
        case .notNow: "当前状态下不能这样做。请刷新页面查看状态。"
        case .nothingToSend: "没有可以发送的行。请按核对结果更正文件后重新上传。"
        }
    }

    /// The status of an answer over HTTP.
    public var httpStatus: Int {
        switch self {
        case .kindNotAllowed, .bureauNotAllowed, .categoryNotAllowed: 403
        case .unknown: 404
        case .listTaken, .notNow, .nothingToSend: 409
        case .fileTooLarge: 413
        case .tooManyWaiting: 429
        case .storageFailed: 507
        default: 422
        }
    }
}
