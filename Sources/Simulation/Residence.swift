/// Where a person is registered, and on what ground one from outside may enrol.
enum Residence: UInt8, CaseIterable, Sendable {
    case local, prefecture, permit, accompanyingChild, childOfHolder, college, vocational, outside
    /// Of another town of the district, or of another district, and living here.
    case district, neighbour
    /// From outside and living here, without a permit; the same as a pupil of a trade school.
    case resident, residentPupil
    /// Without hukou.
    case numbered
    /// With hukou here, at a college or at school.
    case localCollege, localPupil
    /// From outside, at school or in kindergarten.
    case pupil, kindergarten

    /// The roster's column 户籍.
    var hukou: [UInt8] {
        switch self {
        case .local, .localCollege, .localPupil: Array("本地".utf8)
        case .district: Array("本区他镇".utf8)
        case .prefecture, .neighbour: Array("枣庄其他区".utf8)
        case .numbered: Array("无户口".utf8)
        case .permit, .accompanyingChild, .childOfHolder, .college, .vocational, .outside,
            .resident, .residentPupil, .pupil, .kindergarten:
            Array("外地".utf8)
        }
    }

    /// The roster's column 备注.
    var remark: [UInt8] {
        switch self {
        case .local, .prefecture, .outside, .numbered: []
        case .permit: Array("居住证".utf8)
        case .accompanyingChild: Array("随迁子女".utf8)
        case .childOfHolder: Array("居住证;随迁子女".utf8)
        case .college, .localCollege: Array("高校在读".utf8)
        case .vocational: Array("中职在读".utf8)
        case .district, .neighbour, .resident: Array("长期居住".utf8)
        case .residentPupil: Array("长期居住;中职在读".utf8)
        case .localPupil, .pupil: Array("小学在读".utf8)
        case .kindergarten: Array("幼儿园在读".utf8)
        }
    }

    /// Whose division codes the identity number begins with.
    var origin: Origin {
        switch self {
        case .local, .district, .numbered, .localCollege, .localPupil: .home
        case .prefecture, .neighbour: .prefecture
        case .permit, .accompanyingChild, .childOfHolder, .college, .vocational, .outside,
            .resident, .residentPupil, .pupil, .kindergarten:
            .outside
        }
    }

    /// The name in the file of rates.
    var name: String { "\(self)" }

    /// Groups of division codes.
    enum Origin: Sendable {
        case home, prefecture, outside
    }
}
