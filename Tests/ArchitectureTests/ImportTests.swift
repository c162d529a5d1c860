import Foundation
import Testing

/// What each module may import of ours, and of others beside Foundation and the C library.
///
/// The walls of the design: a core imports no other core, no clock, file, logger or adapter.
private let allowed: [String: Set<String>] = [
    "Events": ["CLibcrypto", "Crypto", "Foundation"],
    "Policy": ["Events", "Crypto", "Yams", "Foundation"],
    "Validation": ["Events", "Policy"],
    "Classification": ["Events", "Policy"],
    "Ledger": ["Events", "Crypto"],
    "Ranking": ["Events"],
    "Explanation": ["Events", "Policy", "Classification", "Ledger", "Foundation"],
    "Documents": [
        "Events", "Policy", "Ledger", "Ranking", "Explanation", "Workbooks", "Crypto", "Foundation",
    ],
    "Stage": [
        "Events", "Crypto", "FlyingFox", "FlyingSocks", "Foundation", "Dispatch", "Glibc",
        "Synchronization",
    ],
    "Workbooks": ["CZlib", "CLibxml2", "CLibxlsxwriter", "Glibc"],
    "Intake": [
        "Events", "Policy", "Stage", "Workbooks", "Foundation", "Glibc", "Synchronization",
        "Dispatch",
    ],
    "LedgerStage": ["Events", "Ledger", "Stage"],
    "Simulation": ["Foundation", "Glibc"],
    "Overview": [
        "Events", "Policy", "Ledger", "Ranking", "Documents", "Foundation", "Dispatch",
        "Synchronization",
    ],
    "Uploads": [
        "Events", "Policy", "Stage", "Intake", "Workbooks", "Foundation", "Glibc",
        "Synchronization", "Dispatch",
    ],
    "Repair": ["Events", "Policy", "Stage", "Intake", "Foundation"],
    "Board": [
        "Events", "Policy", "Ledger", "Ranking", "Explanation", "Documents", "Overview", "Stage",
        "Intake", "Uploads", "Hummingbird", "HummingbirdTLS", "Mustache", "Crypto",
        "CryptoExtras", "Foundation", "Glibc", "Synchronization", "Dispatch", "HummingbirdCore",
        "NIOCore", "NIOSSL",
        "NIOPosix", "Logging", "HTTPTypes", "ServiceLifecycle",
    ],
    "LogConformance": ["Events", "Stage", "Foundation", "Synchronization", "Dispatch", "Glibc"],
    "Embedded": [
        "Events", "Stage", "Ledger", "Board", "GRDB", "GRDBSQLite", "Foundation", "Glibc",
        "Synchronization", "Dispatch",
    ],
    "Kafka": [
        "Events", "Stage", "CLibrdkafka", "Foundation", "Glibc", "Synchronization", "Dispatch",
    ],
    "Postgres": ["CLibpq", "Events", "Ledger", "Foundation", "Glibc"],
    "Wire": ["SwiftProtobuf", "Foundation", "FoundationEssentials"],
    "Bootstrap": [
        "ArgumentParser", "Board", "Classification", "Crypto", "Dispatch", "Documents", "Embedded",
        "Events",
        "Explanation",
        "Foundation", "Glibc", "Intake", "Kafka", "Ledger", "LedgerStage", "Overview", "Policy",
        "Postgres",
        "Ranking", "Repair",
        "Simulation", "Stage", "Synchronization", "Uploads",
        "Validation", "Wire", "Workbooks", "Yams",
    ],
    "Programs": ["ArgumentParser", "Bootstrap", "Events", "Foundation", "Intake"],
]

/// Executables only wire.
private let executableImports: Set<String> = [
    "ArgumentParser", "Bootstrap", "Events", "Foundation", "Intake", "Programs",
]

private let sources = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources")

private func imports(of module: String) throws -> [(file: String, name: String)] {
    let folder = sources.appendingPathComponent(module)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return try files.filter { $0.hasSuffix(".swift") }.flatMap { file in
        try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            .split(separator: "\n").compactMap { line -> (String, String)? in
                let words = line.split(separator: " ")
                guard let place = words.firstIndex(of: "import"), place <= 1,
                    words.count > place + 1
                else { return nil }
                return (file, String(words[words.count - 1].split(separator: ".")[0]))
            }
    }
}

@Test(arguments: allowed.keys.sorted())
func `a module imports only what its wall lets through`(module: String) throws {
    let found = try imports(of: module)
    #expect(!found.isEmpty, "\(module) has no source that imports anything")
    for (file, name) in found {
        #expect(allowed[module]?.contains(name) == true, "\(module)/\(file) imports \(name)")
    }
}

@Test func `every folder of Sources is a module that the table knows, or an executable`() throws {
    for folder in try FileManager.default.contentsOfDirectory(atPath: sources.path) {
        if allowed[folder] != nil { continue }
        for (file, name) in try imports(of: folder) {
            #expect(executableImports.contains(name), "\(folder)/\(file) imports \(name)")
        }
    }
}

@Test func `no core reads a clock, a file or the environment`() throws {
    let forbidden = [
        "Date()", "DispatchTime", "ContinuousClock", "clock_gettime", "FileManager", "fopen(",
        "ProcessInfo", "print(",
    ]
    for core in ["Validation", "Classification", "Ledger", "Ranking", "Documents"] {
        let folder = sources.appendingPathComponent(core)
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            for word in forbidden {
                #expect(!text.contains(word), "\(core)/\(file) names \(word)")
            }
        }
    }
}

@Test func `money and rates are integers everywhere`() throws {
    for module in [
        "Events", "Policy", "Validation", "Classification", "Ledger", "Ranking", "Intake",
        "Documents",
    ] {
        let folder = sources.appendingPathComponent(module)
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            for line in text.split(separator: "\n") where !line.contains("//") {
                #expect(
                    line.range(of: #"\b(Double|Float|Decimal)\b"#, options: .regularExpression)
                        == nil,
                    "\(module)/\(file): \(line)"
                )
            }
        }
    }
}
