import Foundation
import PostgresServer
import Testing

extension PrivacyScan {
    /// What a scan of a database came by.
    struct TableFindings {
        /// What stands in clear, by table.
        var found: [String: Set<String>] = [:]
        /// Rows by table.
        var rows: [String: Int] = [:]
    }

    /// What stands in clear in any column of any table of a database, sequence and view of
    /// statistics included: every value as its bytes and as its text.
    func findings(in database: TestDatabase) throws -> TableFindings {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("tables-\(UInt64.random(in: 0 ..< .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("rows")
        var findings = TableFindings()
        func scan(_ name: String, _ query: String, _ form: String) throws -> Data {
            try database.sql("\\copy (\(query)) TO '\(file.path)' WITH (FORMAT \(form))")
            let data = try Data(contentsOf: file)
            findings.found[name, default: []].formUnion(self.findings(in: data))
            return data
        }
        // What the planner has sampled of the columns stands in the server's own tables.
        try database.sql("ANALYZE")
        let tables = try database.sql(
            """
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'm', 'S') AND n.nspname <> 'information_schema'
                AND n.nspname NOT LIKE 'pg\\_%' ORDER BY 1
            """
        ).split(separator: "\n").map(String.init)
        for table in tables {
            _ = try scan(table, "SELECT * FROM \(table)", "binary")
            let text = try scan(table, "SELECT * FROM \(table)", "text")
            findings.rows[table] = text.count { $0 == 0x0A }
        }
        let statistics =
            "SELECT tablename, attname, most_common_vals::text, histogram_bounds::text, "
            + "most_common_elems::text FROM pg_stats WHERE schemaname <> 'pg_catalog'"
        let text = try scan("pg_stats", statistics, "text")
        findings.rows["pg_stats"] = text.count { $0 == 0x0A }
        findings.found = findings.found.filter { !$0.value.isEmpty }
        return findings
    }
}
