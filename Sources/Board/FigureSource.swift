import Overview

/// What a figure of the board is: what it counts, by which clause, and the command that gives the
/// same number without the board (F-113).
struct FigureSource: Sendable {
    /// Its name in `/figure/NAME`.
    let id: String
    /// Its title.
    let title: String
    /// What is counted, of what.
    let counts: String
    /// From what it is made.
    let madeOf: String
    /// The command; `SCHEME` and `UNIT` are filled in.
    let command: String

    static let all: [FigureSource] = [
        FigureSource(
            id: "progress",
            title: "参保人数、率、差额",
            counts: "已入账且未冲回的参保人；率＝计入人数÷任务数，截位到万分之一，不四舍五入；差额＝任务数−计入人数。",
            madeOf: "rankings.published 的最新一版，由 ledger.posted 逐条累计。",
            command: "zhengjiao report progress --scheme SCHEME --ledger URL --log URL"
        ),
        FigureSource(
            id: "groups",
            title: "100%参保人群",
            counts: "名单或出生日期属于该人群、且在参保范围内的人；同时属于几类的，每类都计。缺口＝应参保−已参保。",
            madeOf: "账本中每人的最后一张分录。",
            command: "zhengjiao report special-groups --scheme SCHEME --ledger URL UNIT"
        ),
        FigureSource(
            id: "unpaid",
            title: "未缴清单",
            counts: "未参保、仍可参保的人：未缴费、未缴足、登记不全、户内档次不一、缴费早于首日。自愿放弃、不能参保、逾期的另有清单。",
            madeOf: "账本中每人的最后一张分录；金额为应先缴数。",
            command: "zhengjiao report unpaid-gap --scheme SCHEME --ledger URL UNIT"
        ),
        FigureSource(
            id: "held",
            title: "待处理款",
            counts: "已收而既不是保费也不应退的钱，按留置的原因（参保状态）分列；等于科目「待处理款」的余额。",
            madeOf: "账本中每人的最后一张分录；与科目余额逐分相等。",
            command: "zhengjiao report suspense --scheme SCHEME --ledger URL UNIT"
        ),
        FigureSource(
            id: "money",
            title: "资金",
            counts: "各科目的余额；借贷合计为零。",
            madeOf: "账本全部分录的累计。",
            command: "zhengjiao report trial-balance --scheme SCHEME --ledger URL"
        ),
        FigureSource(
            id: "days",
            title: "每日进度",
            counts: "按参保日（缴清之日，或列入名单之日）累计的参保人数。",
            madeOf: "账本中每人的最后一张分录。",
            command: "zhengjiao report category-summary --scheme SCHEME --ledger URL --as-of 日期"
        ),
        FigureSource(
            id: "census",
            title: "参保状态",
            counts: "账本认识的每个人按最后一张分录的状态计一次。",
            madeOf: "账本中每人的最后一张分录。",
            command: "zhengjiao audit --ledger URL"
        ),
        FigureSource(
            id: "rejections",
            title: "退回的记录",
            counts: "未能接收的记录，按负责改正的单位和原因代码计。",
            madeOf: "日志 rejections 的全部记录。",
            command: "zhengjiao rejections list --log URL --count"
        ),
        FigureSource(
            id: "age",
            title: "数字的时延",
            counts: "从记录被接收（写入 facts.validated）到计入它的排名送到本看板的时间，精度约0.1秒。",
            madeOf: "本看板每秒十次记下日志末尾和账本位置，与排名所计的账本消息相对。",
            command: "curl 看板地址/metrics"
        ),
    ]

    static func named(_ id: String) -> FigureSource? { all.first { $0.id == id } }
}
