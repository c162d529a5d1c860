/// Names, put together from tables; none is a real person's.
struct Names {
    private static let surnames = Names.table(
        "王李张刘陈杨赵孙周徐马朱胡郭何高林郑罗宋梁谢韩唐冯于董程曹袁邓许傅沈曾彭吕苏卢蒋蔡"
            + "贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万"
            + "段雷钱汤尹黎易常武乔贺赖龚文种满褚颜殷渠狄闵"
    )
    private static let male = Names.table(
        "伟强磊军洋勇杰涛明超刚平辉鹏健波斌浩宇凯旭建国志文海永庆德福贵兴华忠厚祥瑞泽轩博睿"
            + "子晨嘉俊一航天翔家豪成龙振东光远"
    )
    private static let female = Names.table(
        "芳娜敏静丽艳娟霞秀玲桂英兰梅红燕莉萍玉珍凤云雪琴倩婷欣怡雨涵梓萱诗琪佳慧思颖若曦语"
            + "桐淑华春香爱菊月巧荣清"
    )

    private let seed: UInt64

    /// Creates the names of a season.
    init(seed: UInt64) { self.seed = seed }

    /// Appends the name of person `index`.
    func append(_ index: Int, male isMale: Bool, to writer: ByteWriter) {
        var random = Random(seed: seed, .name, index)
        let surnames = Names.surnames
        // The smaller of two draws: surnames stand in the table roughly by frequency.
        let count = surnames.count / 3
        let surname = min(random.below(count), random.below(count))
        writer.append(surnames, from: surname * 3, length: 3)
        let given = isMale ? Names.male : Names.female
        for _ in 0..<(random.below(5) == 0 ? 1 : 2) {
            writer.append(given, from: random.below(given.count / 3) * 3, length: 3)
        }
    }

    private static func table(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        precondition(bytes.count == text.unicodeScalars.count * 3, "three bytes a character")
        return bytes
    }
}
