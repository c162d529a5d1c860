import Workbooks

extension FileRefusal {
    /// Why a whole file is refused and what to do, in Chinese, by ``code``.
    ///
    /// It names no value; what the sentence tells beyond it stands in English beside it.
    public var chinese: String {
        if let problem = WorkbookProblem.Code(rawValue: code) {
            return "\(problem.chinese)。\(problem.remedyChinese)。"
        }
        let (reason, remedy) =
            switch code {
            case "header_missing": ("没有找到表头", "请在数据上方保留模板中的表头后重新上传")
            case "header_doubled": ("表头中有重复的列", "请删除重复的列后重新上传")
            case "header_incomplete": ("表头缺少必需的列", "请按模板补齐姓名、身份证号等必需的列后重新上传")
            case "header_unknown": ("表头中有无法识别的列", "请按模板改正列名，或删除该列后重新上传")
            default: ("文件无法读取", "请另存为“Excel 工作簿 (*.xlsx)”或“CSV UTF-8”后重新上传")
            }
        return "\(reason)。\(remedy)。"
    }
}

extension WorkbookProblem.Code {
    /// What is wrong, without a full stop.
    fileprivate var chinese: String {
        switch self {
        case .notWorkbook: "文件不是工作簿"
        case .oldFormat: "文件是旧格式的工作簿（XLS 或 ET）"
        case .encrypted: "工作簿设有密码"
        case .binary: "文件是二进制工作簿（XLSB）"
        case .openDocument: "文件是 ODS 表格"
        case .markup: "文件是网页或 XML 表格，只是名称像工作簿"
        case .otherFile: "文件既不是工作簿也不是文本"
        case .zipDamaged: "文件已损坏或不完整"
        case .zipMethod: "文件的压缩方式不是工作簿所用的"
        case .tooManyParts: "工作簿的部件过多"
        case .partDoubled, .partsOverlap: "工作簿内部自相矛盾"
        case .tooLarge: "工作簿过大"
        case .bomb: "工作簿解压后异常膨胀"
        case .partMissing: "工作簿缺少部件"
        case .xmlMalformed: "工作簿内部已损坏"
        case .doctype, .tooDeep: "工作簿含有正常工作簿不会有的内容"
        case .stringsTooLarge: "工作簿的文字过多"
        case .gridBroken: "行或单元格次序错乱"
        case .tooManyMerges: "合并单元格过多"
        case .tooWide: "表格过宽"
        case .noSheet: "没有可读的工作表"
        case .notWritten: "回执无法写入"
        }
    }

    /// What to do, without a full stop.
    fileprivate var remedyChinese: String {
        switch self {
        case .encrypted: "请取消密码（文件－信息－保护工作簿）后重新上传"
        case .oldFormat, .binary, .openDocument, .markup: "请打开后另存为“Excel 工作簿 (*.xlsx)”再上传"
        case .notWorkbook, .otherFile: "请以 XLSX 或“CSV UTF-8”格式上传表格"
        case .stringsTooLarge, .tooLarge: "请把表格分成几个文件上传"
        case .tooWide: "请删除表格右侧远处的内容后重新上传"
        case .tooManyMerges: "请取消合并单元格后重新上传"
        case .noSheet: "请取消隐藏工作表后重新上传"
        case .notWritten: "请与管理员联系"
        default: "请用 Excel 或 WPS 打开，另存为新文件后上传"
        }
    }
}
