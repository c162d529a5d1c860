import Foundation
import Yams

/// The part of JSON Schema that `policy.schema.json` uses, over YAML as an editor reads it.
struct SchemaCheck {
    private let root: [String: Any]

    init(_ schema: [String: Any]) { root = schema }

    /// What is wrong with a document, each with its path.
    func faults(_ node: Node) -> [String] { check(node, root, "") }

    private func check(_ node: Node, _ schema: [String: Any], _ path: String) -> [String] {
        if let reference = schema["$ref"] as? String {
            let name = reference.split(separator: "/").last.map(String.init) ?? ""
            let definitions = root["$defs"] as? [String: Any]
            guard let target = definitions?[name] as? [String: Any] else {
                return ["\(path): no definition \(name)"]
            }
            return check(node, target, path)
        }
        var faults: [String] = []
        for word in ["anyOf", "oneOf"] {
            guard let ways = schema[word] as? [[String: Any]] else { continue }
            if !ways.contains(where: { check(node, $0, path).isEmpty }) {
                faults.append("\(path): none of \(word)")
            }
        }
        faults += checkType(node, schema, path)
        faults += checkScalar(node, schema, path)
        faults += checkMapping(node, schema, path)
        if let items = schema["items"] as? [String: Any] {
            for (index, item) in (node.sequence ?? []).enumerated() {
                faults += check(item, items, "\(path)[\(index)]")
            }
        }
        return faults
    }

    private func checkType(_ node: Node, _ schema: [String: Any], _ path: String) -> [String] {
        guard let type = schema["type"] else { return [] }
        let types = type as? [String] ?? [type as? String ?? ""]
        let holds = types.contains { type in
            switch type {
            case "object": node.mapping != nil
            case "array": node.sequence != nil
            case "integer": node.scalar.map { Int64($0.string) != nil } ?? false
            case "number": node.scalar.map { Double($0.string) != nil } ?? false
            case "boolean":
                node.scalar.map { ["yes", "no", "true", "false"].contains($0.string) } ?? false
            default: node.scalar != nil
            }
        }
        return holds ? [] : ["\(path): not \(types.joined(separator: " or "))"]
    }

    private func checkScalar(_ node: Node, _ schema: [String: Any], _ path: String) -> [String] {
        guard let text = node.scalar?.string else { return [] }
        if let words = schema["enum"] as? [Any], !words.contains(where: { "\($0)" == text }) {
            return ["\(path): «\(text)» is none of \(words)"]
        }
        if let pattern = schema["pattern"] as? String,
            text.range(of: pattern, options: .regularExpression) == nil
        {
            return ["\(path): «\(text)» is not of the form \(pattern)"]
        }
        if let least = schema["minimum"] as? Int, let value = Int(text), value < least {
            return ["\(path): \(value) is below \(least)"]
        }
        return []
    }

    private func checkMapping(_ node: Node, _ schema: [String: Any], _ path: String) -> [String] {
        guard let mapping = node.mapping else { return [] }
        let keys = mapping.keys.compactMap { $0.scalar?.string }
        var faults = ((schema["required"] as? [String]) ?? []).filter { !keys.contains($0) }
            .map { "\(path): \($0) is missing" }
        let properties = schema["properties"] as? [String: Any] ?? [:]
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            if let property = properties[name] as? [String: Any] {
                faults += check(value, property, "\(path).\(name)")
            } else if let more = schema["additionalProperties"] as? [String: Any] {
                faults += check(value, more, "\(path).\(name)")
            } else if schema["additionalProperties"] as? Bool == false {
                faults.append("\(path): unknown key \(name)")
            }
        }
        return faults
    }
}
