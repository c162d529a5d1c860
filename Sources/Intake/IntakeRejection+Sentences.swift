extension IntakeRejection {
    /// What is wrong, in English, without a full stop.
    public var english: String { sentences.english }

    /// What is wrong, in Chinese, without a full stop.
    public var chinese: String { sentences.chinese }

    /// What to do, in English.
    public var nextStep: String { remedy.english }

    /// What to do, in Chinese.
    public var nextStepChinese: String { remedy.chinese }

    private var sentences: (english: String, chinese: String) {
        switch self {
        case .rowTooLong: ("the row is longer than one event may be", "行过长")
        case .nulByte: ("the row holds a NUL byte", "行内含有空字节")
        case .encodingInvalid:
            ("the row holds bytes that are not text in the file's encoding", "行内有无法按文件编码识别的字节")
        case .rowEmpty: ("no cell is filled", "空行")
        case .quoteUnbalanced: ("a quotation mark is not closed", "引号不成对")
        case .columnCount: ("the row has not as many cells as the header", "列数与表头不符")
        case .cellOutsideTable: ("a filled cell has no header above it", "有内容的单元格没有表头")
        case .cellError: ("the cell shows the fault of a formula", "单元格为公式错误值")
        case .formulaUncomputed:
            ("the value of the formula is not in the file", "公式没有保存计算结果")
        case .cellUnreadable: ("the cell contradicts its file", "单元格内容损坏")
        case .cellMerged:
            ("the cell is merged with one that is not the same thing", "单元格被合并而无法对应到本行")
        case .numberRounded:
            ("a spreadsheet keeps 15 digits of a number: the others are lost", "长数字被表格软件截断为15位")
        case .cellBecameDate:
            ("a spreadsheet made a day of what was typed", "内容被表格软件自动改成了日期")
        case .jsonMalformed: ("not one JSON object with known keys", "不是一个键名可识别的 JSON 对象")
        case .numberMissing: ("the source's own number is missing", "缺少流水号")
        case .identityMissing: ("the identity number is missing", "缺少身份证号")
        case .identityFifteenDigits:
            ("15 digits: a number of the old kind", "身份证号为15位旧号码")
        case .identityLength: ("not 18 characters", "身份证号不是18位")
        case .identityNotDigits:
            ("a character that is no digit, nor X in the last place", "身份证号含有非数字字符")
        case .identityBirthDate: ("digits 7 to 14 are no day", "身份证号中的出生日期不存在")
        case .identityChecksum: ("the check character does not fit", "身份证号校验码不符")
        case .identityKindUnknown: ("the kind of number is not known", "证件类型无法识别")
        case .identityRounded:
            ("a spreadsheet rounded the identity number", "身份证号被表格软件当作数值截断（末几位丢失）")
        case .nameMissing: ("the name is missing", "缺少姓名")
        case .amountMissing: ("the amount is missing", "缺少金额")
        case .amountMalformed: ("not digits with at most one point", "金额不是数字")
        case .amountNegative: ("the amount is negative", "金额为负")
        case .amountNotPositive: ("the amount is zero", "金额为零")
        case .amountPlaces: ("more than two decimal places", "金额小数超过两位")
        case .amountTooLarge: ("more than 100,000 yuan", "金额超过10万元")
        case .paidAtMalformed: ("not a time such as 2022-11-03T10:15:30", "缴费时间格式不符")
        case .kindUnknown: ("the kind of line is not known", "类型无法识别")
        case .reversesMissing: ("the reversal names no payment", "冲正未注明原流水号")
        case .rowNumberMalformed: ("not a whole number above zero", "序号不是正整数")
        case .residenceUnknown: ("the household registration is not known", "户籍无法识别")
        case .markUnknown: ("the remark names no known mark", "备注中没有可识别的标记")
        case .exclusionUnknown: ("the other insurance is not known", "排除类别无法识别")
        case .dateMalformed: ("not a day such as 2022-10-17", "日期格式不符")
        case .targetMalformed:
            ("neither a whole number of persons nor an amount", "任务数不是整数人数或金额")
        case .categoryUnknown: ("the pack has no such category", "方案中没有该类别")
        case .categoryNotOfBureau:
            ("the bureau does not supply that category", "该类别不由本部门提供")
        case .unitNotOwn:
            ("the row is of another unit, or of none", "该行不属于本单位，或未填单位")
        case .tierUnknown: ("the pack has no such tier", "方案中没有该档次")
        case .typeUnknown: ("the type of record is not known", "记录类型无法识别")
        case .fieldMissing: ("a field that must be filled is empty", "必填项为空")
        case .personalDataNotAllowed:
            ("personal data stands where nothing is sealed", "此处不得含有个人信息")
        case .unitMissing: ("the unit or village is missing", "缺少单位或村（社区）")
        case .handlerMissing: ("the handler is missing", "缺少经办人")
        case .subjectNotAllowed:
            ("the record is about something that its type is not about", "记录对象与类型不符")
        case .textTooLong: ("a text has more than 100 characters", "文字超过100个字")
        case .unitUnknown: ("the pack has no such unit", "方案中没有该单位")
        case .funderUnknown: ("the pack has no such funder", "方案中没有该承担方")
        case .dayAfterRecord: ("the day lies after the time of the record", "所填日期晚于记录时间")
        case .dutyNotInScheme: ("the notice prints no such duty", "本方案的通知没有这项要求")
        case .accountUnknown: ("the pack has no such account for this", "方案中没有用于此项的该账户")
        case .documentUnknown: ("the document or decision is not known", "文件或决定无法识别")
        case .signerNotAllowed: ("the role or office does not sign this document", "该角色或机构无权签署此文件")
        case .officeNotAllowed: ("the office may not confirm", "该机构无权确认")
        case .purposeUnknown: ("the purpose of the application is not known", "申请用途无法识别")
        case .signatoryMissing:
            ("an office that must sign the application is missing", "缺少应当会同申请的部门")
        case .routeNotAllowed: ("the money does not go that way", "资金不经过该环节")
        case .rangeReversed: ("a range ends before it begins", "起止颠倒")
        case .receiptLinesDiffer:
            ("the lines of the receipt do not add up to it", "票据分行与人数或金额不符")
        }
    }

    private var remedy: (english: String, chinese: String) {
        switch self {
        case .rowTooLong, .nulByte, .encodingInvalid, .quoteUnbalanced, .columnCount,
            .jsonMalformed:
            ("Correct the row and send it again", "请更正该行后重新发送")
        case .rowEmpty: ("Remove the row, or fill it and send it again", "请删除该行，或填写后重新发送")
        case .identityRounded:
            (
                "Format the column as text, enter the number again from the card and send the row",
                "请将该列设为文本格式，按证件重新录入后发送"
            )
        case .numberRounded:
            (
                "Format the column as text, enter the number again from its source and send the row",
                "请将该列设为文本格式，按原始凭据重新录入后发送"
            )
        case .identityFifteenDigits:
            (
                "Enter the 18-digit number of the present card and send the row again",
                "请录入现行证件上的18位号码后重新发送"
            )
        case .cellError, .formulaUncomputed:
            (
                "Replace the formula by its value and send the row again",
                "请用“选择性粘贴－数值”把公式换成数值，保存后重新发送"
            )
        case .cellUnreadable:
            (
                "Type the cell anew, save the workbook and send the row again",
                "请重新录入该单元格，保存后重新发送"
            )
        case .cellMerged:
            (
                "Undo the merging and fill each cell of its own",
                "请取消合并单元格，逐行填写后重新发送"
            )
        case .cellBecameDate:
            (
                "Format the column as text and type the cell anew",
                "请将该列设为文本格式后重新录入该单元格"
            )
        case .cellOutsideTable:
            (
                "Move the cell under its header or remove it and send the row again",
                "请把该内容移到对应表头下或删除后重新发送"
            )
        case .identityLength, .identityNotDigits, .identityBirthDate, .identityChecksum:
            (
                "Compare the number with the card, correct the cell and send the row again",
                "请与证件核对，更正后重新发送"
            )
        case .amountNegative:
            (
                "Send money taken back as a line of kind reversal, with a positive amount",
                "退回的款项请用“冲正”类型、以正数金额发送"
            )
        case .categoryNotOfBureau:
            (
                "Remove the row, or let the bureau that supplies the category send it",
                "请删除该行，或由负责该类别的部门报送"
            )
        case .unitNotOwn:
            (
                "Remove the row, or let the person's own unit send it",
                "请删除该行，或由该人员所在单位报送"
            )
        case .unitUnknown, .categoryUnknown, .tierUnknown:
            (
                "Write the name as the pack prints it and send the row again",
                "请按下载的模板中的名称填写后重新发送"
            )
        case .reversesMissing:
            ("Fill in the number of the payment taken back and send the row again", "请填写原流水号后重新发送")
        case .personalDataNotAllowed:
            (
                "Put names and identity numbers in their own columns only and send it again",
                "姓名和身份证号只能填在各自的列中，请改正后重新发送"
            )
        default: ("Correct the cell and send the row again", "请更正该单元格后重新发送")
        }
    }
}
