/// The commands of the ledger, beside those of its reader.
enum LedgerStatement {
    private static let state = """
        partition, next_offset, epoch, journal_sequence, outbox_sequence, water_offset, water_index
        """

    static let openPosition = """
        INSERT INTO zhengjiao.position AS p (\(state)) VALUES ($1, 0, 1, 0, 0, -1, 0)
        ON CONFLICT (partition) DO UPDATE SET epoch = p.epoch + 1 RETURNING \(state)
        """

    /// In order, so that two owners of the same partitions never wait for each other in a ring.
    static let lockPositions = """
        SELECT \(state) FROM zhengjiao.position WHERE partition = ANY ($1)
        ORDER BY partition FOR UPDATE
        """

    static let movePositions = """
        UPDATE zhengjiao.position AS p SET next_offset = n.next_offset,
            journal_sequence = n.journal_sequence, outbox_sequence = n.outbox_sequence,
            water_offset = n.water_offset, water_index = n.water_index
        FROM unnest($1, $2, $3, $4, $5, $6, $7) AS n (\(state))
        WHERE p.partition = n.partition AND p.epoch = n.epoch AND p.next_offset < n.next_offset
        """

    static let copyJournals = """
        COPY zhengjiao.journal
            (scheme, partition, sequence, person, revision, cause, assessment, entries, seal)
        FROM STDIN (FORMAT binary)
        """

    static let copyDossierJournals = """
        COPY zhengjiao.dossier_journal
            (scheme, partition, sequence, subject_kind, subject, revision, cause, change, entries)
        FROM STDIN (FORMAT binary)
        """

    static let putDossierItems = """
        INSERT INTO zhengjiao.dossier_item
            (scheme, subject_kind, subject, item, kind, status, day, fen, counterpart_fen, body)
        SELECT scheme, subject_kind, subject, item, kind, status, nullif(day, '')::date, fen,
            counterpart_fen, body
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS n (
            scheme, subject_kind, subject, item, kind, status, day, fen, counterpart_fen, body)
        ON CONFLICT (scheme, subject_kind, subject, item) DO UPDATE SET kind = excluded.kind,
            status = excluded.status, day = excluded.day, fen = excluded.fen,
            counterpart_fen = excluded.counterpart_fen, body = excluded.body
        """

    static let removeDossierItems = """
        DELETE FROM zhengjiao.dossier_item AS i
        USING unnest($1, $2, $3, $4) AS n (scheme, subject_kind, subject, item)
        WHERE (i.scheme, i.subject_kind, i.subject, i.item)
            = (n.scheme, n.subject_kind, n.subject, n.item)
        """

    static let addBalances = """
        INSERT INTO zhengjiao.balance AS b (lane, account, fen)
        SELECT $1, d.account, d.fen FROM unnest($2, $3) AS d (account, fen)
        ON CONFLICT (account, lane) DO UPDATE SET fen = b.fen + excluded.fen
        """

    static let addProgress = """
        INSERT INTO zhengjiao.progress AS p (lane, scheme, unit, day, category, heads, fen)
        SELECT $1, d.* FROM unnest($2, $3, $4, $5, $6, $7)
            AS d (scheme, unit, day, category, heads, fen)
        ON CONFLICT (scheme, day, unit, category, lane)
        DO UPDATE SET heads = p.heads + excluded.heads, fen = p.fen + excluded.fen
        """

    static let addCensus = """
        INSERT INTO zhengjiao.census AS c (lane, scheme, status, heads)
        SELECT $1, d.* FROM unnest($2, $3, $4) AS d (scheme, status, heads)
        ON CONFLICT (scheme, status, lane) DO UPDATE SET heads = c.heads + excluded.heads
        """

    static let addTallies = """
        INSERT INTO zhengjiao.tally AS t (lane, scheme, tally, code, facts)
        SELECT $1, d.* FROM unnest($2, $3, $4, $5) AS d (scheme, tally, code, facts)
        ON CONFLICT (scheme, tally, code, lane) DO UPDATE SET facts = t.facts + excluded.facts
        """

    static let insertTargets = """
        INSERT INTO zhengjiao.target (scheme, id, unit, heads, fen, effective_from)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6) AS n ORDER BY 1, 2 ON CONFLICT DO NOTHING
        """

    /// One batch may close several days of a source: the last of them counts.
    static let closeDays = """
        INSERT INTO zhengjiao.closure AS c (scheme, source, partition, day)
        SELECT scheme, source, partition, max(day)
        FROM unnest($1, $2, $3, $4) AS n (scheme, source, partition, day)
        GROUP BY scheme, source, partition
        ON CONFLICT (scheme, source, partition)
        DO UPDATE SET day = greatest(c.day, excluded.day)
        """

    static let insertRecords = """
        INSERT INTO zhengjiao.office_record (scheme, id, type, unit, second, recorded_by, json)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7) AS n ORDER BY 1, 2
        ON CONFLICT DO NOTHING
        """

    static let insertOutbox = """
        INSERT INTO zhengjiao.outbox (partition, sequence, scheme, message)
        SELECT * FROM unnest($1, $2, $3, $4) AS n
        """

    static let unpublished = """
        SELECT scheme, sequence, message FROM zhengjiao.outbox
        WHERE partition = $1 ORDER BY sequence LIMIT $2
        """

    static let markPublished = """
        DELETE FROM zhengjiao.outbox WHERE partition = $1 AND sequence <= $2
        """

    /// The end moves only from where the seal begins, so of two that seal at once one does.
    static let addSeal = """
        WITH moved AS (
            INSERT INTO zhengjiao.seal_end AS e (partition, number, through)
            SELECT $1, $2, $4 WHERE ($2, $3) = (1, 1)
                OR EXISTS (SELECT FROM zhengjiao.seal_end WHERE partition = $1)
            ON CONFLICT (partition) DO UPDATE SET number = excluded.number,
                through = excluded.through
            WHERE (e.number, e.through) = ($2 - 1, $3 - 1)
            RETURNING partition
        )
        INSERT INTO zhengjiao.seal (partition, number, first, through, hash)
        SELECT partition, $2, $3, $4, $5 FROM moved RETURNING number
        """

    static let enterScheme = "SELECT zhengjiao.enter_scheme($1)"

    /// In order, so that two workers that enter the same accounts wait for each other in no ring.
    static let enterAccounts = """
        INSERT INTO zhengjiao.account (scheme, kind, unit, party, category)
        SELECT n.* FROM unnest($1, $2, $3, $4, $5) AS n (scheme, kind, unit, party, category)
        WHERE NOT EXISTS (
            SELECT FROM zhengjiao.account AS a
            WHERE (a.scheme, a.kind, a.unit, a.party, a.category)
                = (n.scheme, n.kind, n.unit, n.party, n.category)
        ) ORDER BY 1, 2, 3, 4, 5 ON CONFLICT DO NOTHING
        """

    static let findAccounts = """
        SELECT a.id FROM unnest($1, $2, $3, $4, $5)
            WITH ORDINALITY AS n (scheme, kind, unit, party, category, place)
        JOIN zhengjiao.account AS a USING (scheme, kind, unit, party, category)
        ORDER BY n.place
        """
}
