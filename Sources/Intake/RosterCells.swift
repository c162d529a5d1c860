import Events

extension Cells {
    /// The row as a line of the roster or as a registration (F-023, F-080).
    ///
    /// The birth date is kept only where no number tells it.
    func rosterLine(
        _ person: OpenIdentity,
        filedOn: CivilDate
    ) throws(RowFault) -> RosterLine {
        let residence = try residence()
        let birth = try date(.birthDate)
        return RosterLine(
            unit: text(.unit),
            household: text(.household),
            residence: residence,
            birth: person.kind == .residentID ? nil : birth,
            tier: text(.tier),
            hasGuardian: !self[.guardianName].isEmpty && !self[.guardianNumber].isEmpty,
            filedOn: filedOn
        )
    }

    /// Where the person lives and studies, of 户籍 and 备注.
    private func residence() throws(RowFault) -> Residence {
        let cell = self[.residence]
        var residence: Residence = []
        if !cell.isEmpty {
            guard let known = Cells.residences[cell.text] else {
                throw RowFault(
                    .residenceUnknown,
                    .residence,
                    "«\(Masked.text(cell))» is none of 本地, 本区他镇, 本市其他区, 外地, 无户口"
                )
            }
            residence = known
        }
        for remark in remarks() { residence.formUnion(Cells.residenceRemarks[remark] ?? []) }
        return residence
    }

    private static let residences: [String: Residence] = [
        "本地": .localHukou, "local": .localHukou,
        "本区他镇": .districtHukou, "district": .districtHukou,
        "枣庄其他区": .prefectureHukou, "本市其他区": .prefectureHukou, "prefecture": .prefectureHukou,
        "外地": .outsideHukou, "nonlocal": .outsideHukou,
        "无户口": .noHukou, "none": .noHukou,
    ]

    private static let residenceRemarks: [String: Residence] = [
        "居住证": .residencePermit, "随迁子女": .accompanyingChild, "长期居住": .longTermResident,
        "常住": .longTermResident, "高校在读": .collegeStudent, "中职在读": .vocationalStudent,
        "小学在读": .pupil, "中学在读": .pupil, "幼儿园在读": .kindergarten,
    ]
}
