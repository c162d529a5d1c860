import Events
import Foundation
import Glibc
import Testing
import Workbooks

/// Large workbooks through the program that sends them: time and memory of its process.
///
/// `ZHENGJIAO_ROWS` asks for another size: beyond 1,048,575 rows they go on on a second sheet.
struct WorkbookSizeTests {
    private static let rows =
        ProcessInfo.processInfo.environment["ZHENGJIAO_ROWS"].flatMap(Int.init) ?? 100_000
    private static let rowsOfSheet = 1_048_576
    private static let rounded: Int64 = 370_481_199_001_010_000

    @Test func `F-039 a workbook of 100,000 rows and its copy take 200 MiB at most`() throws {
        let season = try SeasonFolder(untold: "tengzhou-2023")
        let file = season.url.appendingPathComponent("large.xlsx").path
        let sheets = try write(to: file)
        let began = ContinuousClock.now
        let (status, output, peak) = try measure(
            "subsidy-list-producer",
            [
                "--scheme", season.scheme, "--bureau", "civilAffairs", "--category", "低保对象",
                "--list-id", "large", "--snapshot-date", "2022-10-08", "--dry-run", "--verdicts",
                "--policies", Programs.root.appendingPathComponent("Policies").path,
                "--log", "sqlite:///\(season.url.path)/log.sqlite", "--keys", season.keys.path,
                file,
            ],
            output: season.url.appendingPathComponent("output")
        )
        let took = ContinuousClock.now - began
        #expect(status == 0, "\(output)")
        #expect(
            output.contains("\(Self.rows) rows read, \(Self.rows - 1) could be sent, 1 rejected")
        )
        #expect(output.contains("identity_rounded: 1"))
        #expect(output.contains("sheet «名单\(sheets)»"))
        // Some texts of every row are held while the file is read; rows are not.
        let limit = max(200 << 20, Self.rows * 400)
        #expect(peak <= limit, "\(peak >> 20) MiB")
        // A debug build on a busy machine takes up to a few seconds for 10,000 rows.
        #expect(took < .seconds(60 + Self.rows / 1_000))
        print("\(Self.rows) rows, \(sheets) sheets: \(took), \(peak >> 20) MiB")
        let copy = try FileManager.default.attributesOfItem(atPath: file + ".verdicts.xlsx")
        #expect((copy[.size] as? Int ?? 0) > Self.rows * 8)
    }

    /// Writes the workbook; its last row has a number that a spreadsheet has rounded.
    private func write(to path: String) throws -> Int {
        let writer = try WorkbookWriter(path: path)
        var sheets = 0
        var sheet = try writer.addSheet("名单1")
        var place = Self.rowsOfSheet
        for row in 0..<Self.rows {
            if place == Self.rowsOfSheet {
                sheets += 1
                if sheets > 1 { sheet = try writer.addSheet("名单\(sheets)") }
                for (column, title) in ["序号", "姓名", "身份证号", "单位"].enumerated() {
                    writer.write(title, to: sheet, row: 0, column: column, style: .header)
                }
                place = 1
            }
            writer.write(number: Double(row + 1), to: sheet, row: place, column: 0)
            writer.write("居民\(row % 997)", to: sheet, row: place, column: 1)
            if row == Self.rows - 1 {
                writer.write(number: Double(Self.rounded), to: sheet, row: place, column: 2)
            } else {
                writer.write(identity(row), to: sheet, row: place, column: 2)
            }
            writer.write("鲍沟镇", to: sheet, row: place, column: 3)
            place += 1
        }
        try writer.close()
        return sheets
    }

    /// A well-formed number of a person who does not exist, another for each row.
    private func identity(_ row: Int) -> String {
        let birth = CivilDate(day: Int32(row / 999)).description.replacing("-", with: "")
        let digits = Array("370481\(birth)\(String(1_001 + row % 999).dropFirst())".utf8)
        return String(decoding: digits + [IdentityNumber.checkCharacter(of: digits)], as: UTF8.self)
    }

    /// Runs a program to its end: status, output, bytes of memory at its peak.
    private func measure(
        _ name: String,
        _ arguments: [String],
        output: URL
    ) throws -> (status: Int32, output: String, peak: Int) {
        let program = Programs.folder.appendingPathComponent(name).path
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 1, output.path, flags, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var id: pid_t = 0
        try #require(posix_spawn(&id, program, &actions, nil, &words, environ) == 0)
        // What the kernel tells at the end counts the memory of who spawned it as well.
        var status: Int32 = 0
        var peak = 0
        while waitpid(id, &status, WNOHANG) == 0 {
            peak = max(peak, peakNow(of: id))
            usleep(10_000)
        }
        let text = try String(contentsOf: output, encoding: .utf8)
        return (status, text, peak)
    }

    /// The most memory that a process has had resident so far, in bytes.
    private func peakNow(of id: pid_t) -> Int {
        let text = (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let words = line?.split(whereSeparator: { $0 == " " || $0 == "\t" }) ?? []
        return words.count > 1 ? (Int(words[1]) ?? 0) * 1_024 : 0
    }
}
