import CLibrdkafka
import Stage

/// Rights (ACLs) of the cluster; allowing ones for every host, no denying ones.
extension KafkaAdmin {
    /// The rights of a principal that this program could have made; others are left out.
    ///
    /// - Throws: ``LogProblem``; unusable where the cluster has no authorizer.
    public func grants(of principal: String) throws -> Set<KafkaGrant> {
        let doing = "read the rights of \(principal)"
        var reason = [CChar](repeating: 0, count: 512)
        let filter = rd_kafka_AclBindingFilter_new(
            RD_KAFKA_RESOURCE_ANY,
            nil,
            RD_KAFKA_RESOURCE_PATTERN_ANY,
            principal,
            nil,
            RD_KAFKA_ACL_OPERATION_ANY,
            RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW,
            &reason,
            reason.count
        )
        guard let filter else { throw LogProblem.unusable("Cannot \(doing): \(text(of: reason)).") }
        defer { rd_kafka_AclBinding_destroy(filter) }
        let call = try AdminCall(client, RD_KAFKA_ADMIN_OP_DESCRIBEACLS, doing) { options, queue in
            rd_kafka_DescribeAcls(client.handle, filter, options, queue)
        }
        return try call.read { event in
            var count = 0
            let answer = rd_kafka_event_DescribeAcls_result(event)
            let bindings = rd_kafka_DescribeAcls_result_acls(answer, &count)
            var found: Set<KafkaGrant> = []
            for index in 0..<count {
                guard let binding = bindings?[index] else { continue }
                if let error = rd_kafka_AclBinding_error(binding) {
                    throw LogProblem.kafka(rd_kafka_error_code(error), doing)
                }
                if let grant = KafkaGrant(binding) { found.insert(grant) }
            }
            return found
        }
    }

    /// Whether this librdkafka has words for rights on a resource: 2.0.2 has none for those on
    /// transactional ids, and does not show them.
    public static func canSpeak(of resource: KafkaGrant.Resource) -> Bool {
        let binding = KafkaGrant("User:any", may: .describe, resource, "any").binding
        guard let binding else { return false }
        rd_kafka_AclBinding_destroy(binding)
        return true
    }

    /// Gives rights; one that is there already is left as it is.
    ///
    /// - Throws: ``LogProblem``; unusable where this librdkafka has no words for a right.
    public func give(_ grants: [KafkaGrant]) throws {
        let doing = "give rights"
        var bindings: [OpaquePointer?] = []
        defer { bindings.forEach { rd_kafka_AclBinding_destroy($0) } }
        for grant in grants {
            guard let binding = grant.binding else {
                throw LogProblem.unusable(
                    "librdkafka \(LibrdkafkaVersion.running) cannot say: \(grant)."
                )
            }
            bindings.append(binding)
        }
        if bindings.isEmpty { return }
        let call = try AdminCall(client, RD_KAFKA_ADMIN_OP_CREATEACLS, doing) { options, queue in
            rd_kafka_CreateAcls(client.handle, &bindings, bindings.count, options, queue)
        }
        try call.read { event in
            var count = 0
            let answer = rd_kafka_event_CreateAcls_result(event)
            let results = rd_kafka_CreateAcls_result_acls(answer, &count)
            for index in 0..<count {
                guard let error = rd_kafka_acl_result_error(results?[index]) else { continue }
                let detail = rd_kafka_error_string(error).map { String(cString: $0) }
                throw LogProblem.kafka(rd_kafka_error_code(error), doing, detail: detail)
            }
        }
    }

    /// Takes rights away; one that is not there is passed over.
    public func take(_ grants: [KafkaGrant]) throws {
        let doing = "take rights"
        var filters = grants.map(\.filter).filter { $0 != nil }
        defer { filters.forEach { rd_kafka_AclBinding_destroy($0) } }
        if filters.isEmpty { return }
        let call = try AdminCall(client, RD_KAFKA_ADMIN_OP_DELETEACLS, doing) { options, queue in
            rd_kafka_DeleteAcls(client.handle, &filters, filters.count, options, queue)
        }
        try call.read { event in
            var count = 0
            let answer = rd_kafka_event_DeleteAcls_result(event)
            let responses = rd_kafka_DeleteAcls_result_responses(answer, &count)
            for index in 0..<count {
                guard
                    let error = rd_kafka_DeleteAcls_result_response_error(responses?[index])
                else { continue }
                throw LogProblem.kafka(rd_kafka_error_code(error), doing)
            }
        }
    }
}

extension KafkaGrant {
    /// What the cluster has; nil where it is of a kind that is never made here.
    fileprivate init?(_ binding: OpaquePointer) {
        guard
            let resource = Resource(rawValue: Int32(rd_kafka_AclBinding_restype(binding).rawValue)),
            let operation = Operation(rawValue: rd_kafka_AclBinding_operation(binding).rawValue),
            let principal = rd_kafka_AclBinding_principal(binding),
            let name = rd_kafka_AclBinding_name(binding)
        else { return nil }
        let pattern = rd_kafka_AclBinding_resource_pattern_type(binding)
        self.init(
            String(cString: principal),
            may: operation,
            resource,
            String(cString: name),
            isPrefix: pattern == RD_KAFKA_RESOURCE_PATTERN_PREFIXED
        )
    }

    /// Nil where this librdkafka knows no such resource.
    fileprivate var binding: OpaquePointer? {
        made { rd_kafka_AclBinding_new($0, $1, $2, $3, $4, $5, $6, $7, $8) }
    }

    fileprivate var filter: OpaquePointer? {
        made { rd_kafka_AclBindingFilter_new($0, $1, $2, $3, $4, $5, $6, $7, $8) }
    }

    private typealias Maker = (
        rd_kafka_ResourceType_t, String, rd_kafka_ResourcePatternType_t, String, String,
        rd_kafka_AclOperation_t, rd_kafka_AclPermissionType_t, UnsafeMutablePointer<CChar>, Int
    ) -> OpaquePointer?

    private func made(_ make: Maker) -> OpaquePointer? {
        var reason = [CChar](repeating: 0, count: 512)
        return make(
            rd_kafka_ResourceType_t(UInt32(resource.rawValue)),
            name,
            isPrefix ? RD_KAFKA_RESOURCE_PATTERN_PREFIXED : RD_KAFKA_RESOURCE_PATTERN_LITERAL,
            principal,
            "*",
            rd_kafka_AclOperation_t(operation.rawValue),
            RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW,
            &reason,
            reason.count
        )
    }
}
