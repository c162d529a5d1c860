// swift-tools-version: 6.2
import PackageDescription

/// Tests are built to check at run time that nobody writes what another reads; what is released has
/// passed them, and does not pay for it at every access.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

/// What the fuzz targets read with: in ordinary builds a test over their corpora, and with
/// ZHENGJIAO_FUZZING=1 (`make fuzz`) the program that libFuzzer drives, in the place of all tests.
let isFuzzing = Context.environment["ZHENGJIAO_FUZZING"] == "1"
let fuzzed: [Target.Dependency] = [
    "Board", "Classification", "Events", "Intake", "Kafka", "Ledger", "Policy", "Ranking", "Stage",
    "Uploads", "Validation", "Workbooks",
]
/// Without a server, so that nothing of one is built for the fuzz targets.
let boardForms = [
    "Form.swift", "HeaderParameters.swift", "Hexadecimal.swift", "MultipartReader.swift",
    "PercentEncoding.swift", "Refusal.swift", "ReturnPath.swift",
]
let fuzzing: Target =
    isFuzzing
    ? .executableTarget(
        name: "fuzz",
        dependencies: fuzzed,
        path: "Fuzzing",
        exclude: ["Tests", "corpus", "dictionaries", "run"],
        sources: ["Targets", "Program"],
        swiftSettings: strict
    )
    : .testTarget(
        name: "FuzzTests",
        dependencies: fuzzed,
        path: "Fuzzing",
        exclude: ["Program", "corpus", "dictionaries", "run"],
        sources: ["Targets", "Tests"],
        swiftSettings: strict
    )

/// Tests, in the order of the data.
///
/// The pipeline's tests start the programs; they link the log to put raw messages into it, and the
/// ledger to read what the programs have posted.
let tests: [Target] = [
    .testTarget(name: "ArchitectureTests", swiftSettings: strict),
    .testTarget(name: "EventsTests", dependencies: ["Events"], swiftSettings: strict),
    .testTarget(
        name: "WireTests",
        dependencies: [
            "Events", "Wire", .product(name: "SwiftProtobuf", package: "swift-protobuf"),
        ],
        swiftSettings: strict
    ),
    .testTarget(
        name: "PolicyTests",
        dependencies: ["Policy", "Events", .product(name: "Yams", package: "Yams")],
        swiftSettings: strict
    ),
    .testTarget(
        name: "IntakeTests",
        dependencies: ["Intake", "Workbooks", "Events", "Policy", "Stage", "CZlib"],
        swiftSettings: strict
    ),
    .testTarget(name: "WorkbooksTests", dependencies: ["Workbooks"], swiftSettings: strict),
    .testTarget(
        name: "ValidationTests",
        dependencies: ["Validation", "Policy", "Events"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "ClassificationTests",
        dependencies: ["Classification", "Policy", "Events"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "ExplanationTests",
        dependencies: ["Explanation", "Classification", "Policy", "Ledger", "Events"],
        swiftSettings: strict
    ),
    .testTarget(name: "LedgerTests", dependencies: ["Ledger", "Events"], swiftSettings: strict),
    .testTarget(
        name: "RankingTests",
        dependencies: ["Ranking", "Bootstrap", "Policy", "Events"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "OverviewTests",
        dependencies: [
            "Overview", "Ledger", "Events", "Policy", "Embedded", "Postgres", "PostgresServer",
        ],
        swiftSettings: strict
    ),
    .testTarget(
        name: "UploadsTests",
        dependencies: ["Uploads", "Intake", "Policy", "Embedded", "Stage", "Events"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "BoardTests",
        dependencies: [
            "Board", "Overview", "Uploads", "Events", "Policy", "Ledger", "Embedded", "Bootstrap",
            "Stage", "Explanation", "Documents",
            .product(name: "HummingbirdTesting", package: "hummingbird"),
            .product(name: "GRDB", package: "GRDB.swift"),
        ],
        swiftSettings: strict
    ),
    .testTarget(
        name: "EmbeddedTests",
        dependencies: [
            "Embedded", "LogConformance", "Events", "Stage",
            .product(name: "GRDB", package: "GRDB.swift"),
        ],
        swiftSettings: strict
    ),
    .testTarget(
        name: "KafkaTests",
        dependencies: ["Kafka", "LogConformance", "Events", "Stage"],
        swiftSettings: strict
    ),
    .target(
        name: "Simulator",
        dependencies: [
            "Events", "Policy", "Validation", "Classification", "Ledger", "LedgerStage", "Ranking",
            "Stage",
        ],
        path: "Tests/Simulator",
        swiftSettings: strict
    ),
    // Runs many seeds of it (make simulate).
    .executableTarget(
        name: "fault-campaign",
        dependencies: ["Simulator"],
        path: "Tests/FaultCampaign",
        swiftSettings: strict
    ),
    .testTarget(
        name: "SimulatorTests",
        dependencies: [
            "Simulator", "Events", "Validation", "Classification", "Ledger", "Ranking", "Stage",
        ],
        swiftSettings: strict
    ),
    .testTarget(
        name: "SnapshotTests",
        dependencies: ["Embedded", "Events", "Policy", "Classification", "Ranking", "Stage"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "OfficeTests",
        dependencies: [
            "Embedded", "Postgres", "PostgresServer", "Events", "Policy", "Validation",
            "Classification", "Ledger", "Documents", "Intake", "Stage", "Workbooks",
        ],
        swiftSettings: strict
    ),
    .testTarget(
        name: "LedgerStoreTests",
        dependencies: [
            "Embedded", "Postgres", "PostgresServer", "Ledger", "LedgerStage", "Stage", "Events",
            .product(name: "GRDB", package: "GRDB.swift"),
        ],
        swiftSettings: strict
    ),
    .testTarget(
        name: "ObservationTests",
        dependencies: [
            "Embedded", "Kafka", "Events", "Stage", "PrometheusText",
            .product(name: "GRDB", package: "GRDB.swift"),
        ],
        swiftSettings: strict
    ),
    .target(name: "PrometheusText", path: "Tests/PrometheusText", swiftSettings: strict),
    .target(name: "PostgresServer", path: "Tests/PostgresServer", swiftSettings: strict),
    .testTarget(name: "SimulationTests", dependencies: ["Simulation"], swiftSettings: strict),
    .testTarget(
        name: "PipelineTests",
        dependencies: [
            "Bootstrap", "Embedded", "Events", "Kafka", "Ledger", "Policy", "PostgresServer",
            "PrometheusText", "Stage", "Workbooks",
            "payment-producer", "subsidy-list-producer", "operations-producer", "validate-worker",
            "classify-worker", "ledger-worker", "ranking-worker", "board-server", "zhengjiao",
        ],
        swiftSettings: strict
    ),
]

/// Targets in the order of the data; what imports what is tested (Tests/ArchitectureTests).
let package = Package(
    name: "zhengjiao",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ]
        + (isFuzzing
            ? [.package(url: "https://github.com/apple/swift-http-types", from: "1.0.0")] : []),
    targets: [
        .systemLibrary(
            name: "CLibcrypto",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]
        ),
        .target(
            name: "Events",
            dependencies: ["CLibcrypto", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict
        ),
        .target(
            name: "Policy",
            dependencies: [
                "Events", .product(name: "Yams", package: "Yams"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict
        ),
        .target(name: "Validation", dependencies: ["Events", "Policy"], swiftSettings: strict),
        .target(name: "Classification", dependencies: ["Events", "Policy"], swiftSettings: strict),
        .target(
            name: "Ledger",
            dependencies: ["Events", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict
        ),
        .target(name: "Ranking", dependencies: ["Events"], swiftSettings: strict),
        .target(
            name: "Explanation",
            dependencies: ["Events", "Policy", "Classification", "Ledger"],
            swiftSettings: strict
        ),
        .target(
            name: "Documents",
            dependencies: [
                "Events", "Policy", "Ledger", "Ranking", "Explanation", "Workbooks",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Stage",
            dependencies: [
                "Events", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "FlyingFox", package: "FlyingFox"),
                .product(name: "FlyingSocks", package: "FlyingFox"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "LedgerStage",
            dependencies: ["Events", "Ledger", "Stage"],
            swiftSettings: strict
        ),
        .target(
            name: "Intake",
            dependencies: ["Events", "Policy", "Stage", "Workbooks"],
            swiftSettings: strict
        ),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CLibxml2",
            pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"])]
        ),
        .systemLibrary(
            name: "CLibxlsxwriter",
            pkgConfig: "xlsxwriter",
            providers: [.apt(["libxlsxwriter-dev"])]
        ),
        .target(
            name: "Workbooks",
            dependencies: ["CZlib", "CLibxml2", "CLibxlsxwriter"],
            swiftSettings: strict
        ),
        .target(name: "Simulation", swiftSettings: strict),
        .target(
            name: "Embedded",
            dependencies: [
                "Events", "Stage", "Ledger", "Board",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Wire",
            dependencies: [.product(name: "SwiftProtobuf", package: "swift-protobuf")]
        ),
        .systemLibrary(
            name: "CLibrdkafka",
            pkgConfig: "rdkafka",
            providers: [.apt(["librdkafka-dev"])]
        ),
        .target(
            name: "Kafka",
            dependencies: ["CLibrdkafka", "Events", "Stage"],
            swiftSettings: strict
        ),
        .systemLibrary(
            name: "CLibpq",
            pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"])]
        ),
        .target(
            name: "Postgres",
            dependencies: ["CLibpq", "Events", "Ledger"],
            swiftSettings: strict
        ),
        .target(
            name: "Overview",
            dependencies: ["Events", "Policy", "Ledger", "Ranking", "Documents"],
            swiftSettings: strict
        ),
        .target(
            name: "Uploads",
            dependencies: ["Events", "Policy", "Stage", "Intake", "Workbooks"],
            swiftSettings: strict
        ),
        .target(
            name: "Repair",
            dependencies: ["Events", "Policy", "Stage", "Intake"],
            swiftSettings: strict
        ),
        .target(
            name: "Board",
            dependencies: isFuzzing
                ? [.product(name: "HTTPTypes", package: "swift-http-types")]
                : [
                    "Events", "Policy", "Ledger", "Ranking", "Explanation", "Documents", "Overview",
                    "Stage", "Intake", "Uploads",
                    .product(name: "Hummingbird", package: "hummingbird"),
                    .product(name: "HummingbirdTLS", package: "hummingbird"),
                    .product(name: "Mustache", package: "swift-mustache"),
                    .product(name: "Crypto", package: "swift-crypto"),
                    .product(name: "CryptoExtras", package: "swift-crypto"),
                ],
            sources: isFuzzing ? boardForms : nil,
            swiftSettings: strict
        ),
        .target(name: "LogConformance", dependencies: ["Events", "Stage"], swiftSettings: strict),
        .target(
            name: "Bootstrap",
            dependencies: [
                "Kafka", "Postgres", "Wire", "Events", "Policy", "Validation", "Classification",
                "Ledger",
                "LedgerStage",
                "Ranking", "Explanation", "Documents", "Stage", "Intake", "Simulation", "Embedded",
                "Workbooks", "Overview", "Uploads", "Repair", "Board",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),
        // The stages' commands, for executables of their own and for one file that is all of them.
        .target(
            name: "Programs",
            dependencies: [
                "Bootstrap", "Events", "Intake",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),
    ]
        + [
            "payment-producer", "subsidy-list-producer", "operations-producer", "validate-worker",
            "classify-worker", "ledger-worker", "ranking-worker", "board-server", "zhengjiao",
        ].map { name in
            .executableTarget(
                name: name,
                dependencies: [
                    "Programs", "Bootstrap", "Events", "Intake",
                    .product(name: "ArgumentParser", package: "swift-argument-parser"),
                ],
                swiftSettings: strict
            )
        }
        + [
            // Measures the cores alone (Benchmarks/hot-paths.sh).
            .executableTarget(
                name: "hot-paths",
                dependencies: ["Events", "Policy", "Validation", "Classification", "Ledger"],
                path: "Benchmarks/HotPaths",
                swiftSettings: strict
            ),
            // Times payments from their schedule to the ranking that counts them (Benchmarks/bench).
            .executableTarget(
                name: "payment-latency",
                dependencies: ["Events", "Policy", "Stage", "Kafka"],
                path: "Benchmarks/Latency",
                swiftSettings: strict
            ),
        ] + [fuzzing] + (isFuzzing ? [] : tests)
)
