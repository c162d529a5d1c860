import Bootstrap
import Embedded
import Events
import Foundation
import Stage
import Testing

extension PrivacyScan {
    /// What stands in clear in any record of a topic: in its key, its value, the names and the
    /// values of its headers.
    ///
    /// - Returns: Each kind once, and the number of records.
    func findings(
        in topic: Topic,
        of log: any EventLog
    ) throws -> (found: Set<String>, records: Int) {
        var (bytes, records) = (Data(), 0)
        func take(_ part: UnsafeRawBufferPointer) {
            bytes.append(contentsOf: part)
            bytes.append(0x0A)
        }
        for partition in 0..<Int32(try log.partitionCount(of: topic)) {
            try log.scan(topic, partition: partition) { batch, place in
                records += 1
                take(batch.key(of: place))
                take(batch.value(of: place))
                batch.headers(of: place).forEach { name, value in
                    take(name)
                    take(value)
                }
            }
        }
        return (findings(in: bytes), records)
    }
}

extension SeasonFolder {
    /// Scans everything that a season leaves: every file of its folder but the input, and every
    /// record of every topic of its embedded logs.
    ///
    /// Pages of the board are scanned where they are made: with ``PrivacyScan`` of
    /// ``privacyScan(numbers:names:)``.
    func expectNothingInClear(known: [String], names: [String], except: Set<String>) throws {
        let scan = try privacyScan(numbers: known, names: names)
        let inputs: Set<String> = ["in", "shuffled"]
        let files = try #require(
            FileManager.default.enumerator(at: url, includingPropertiesForKeys: [.isRegularFileKey])
        )
        var (scanned, logs): (Int, Set<String>) = (0, [])
        for case let file as URL in files {
            let parts = file.pathComponents.dropFirst(url.pathComponents.count)
            guard let first = parts.first, !inputs.contains(first), !except.contains(first),
                let data = try? Data(contentsOf: file), !data.isEmpty
            else { continue }
            if first.hasSuffix("-log") { logs.insert(String(first.dropLast(4))) }
            scanned += 1
            for what in scan.findings(in: data) { Issue.record("\(first) holds \(what)") }
        }
        for name in logs { try expectNothingInClear(inTopicsOf: name, scan) }
        #expect(scanned >= 3)
    }

    /// Scans every record of every topic of a log, wherever it is.
    ///
    /// - Returns: The number of records of each topic.
    @discardableResult
    func expectNothingInClear(
        inTopicsOf name: String,
        _ scan: PrivacyScan
    ) throws -> [Topic: Int] {
        let log = try Adapters.log(self.log(name))
        var counts: [Topic: Int] = [:]
        for topic in Topic.allCases {
            let (found, records) = try scan.findings(in: topic, of: log)
            counts[topic] = records
            for what in found { Issue.record("\(name) \(topic.rawValue) holds \(what)") }
        }
        try log.close()
        return counts
    }

    /// A scan for all numbers and names of the season's input, and for these.
    func privacyScan(numbers: [String] = [], names: [String] = []) throws -> PrivacyScan {
        var (allNumbers, allNames) = (Set(numbers), Set(names))
        let files = FileManager.default.enumerator(at: input, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "csv" else { continue }
            let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
                .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
            guard let head = lines.first else { continue }
            let name = head.firstIndex { $0 == "姓名" || $0 == "name" }
            let number = head.firstIndex { $0 == "身份证号" || $0 == "identity_number" }
            for cells in lines.dropFirst() {
                if let number, number < cells.count, cells[number].utf8.count >= 15 {
                    allNumbers.insert(String(cells[number]))
                }
                if let name, name < cells.count { allNames.insert(String(cells[name])) }
            }
        }
        #expect(allNumbers.count >= numbers.count + 100)
        #expect(allNames.count >= names.count + 100)
        return PrivacyScan(numbers: allNumbers, names: allNames)
    }
}
