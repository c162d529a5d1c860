/// A step of the schema; once applied anywhere it is never edited.
struct SchemaStep {
    /// Number, from 1, without gaps.
    var number: Int32
    /// What it brings.
    var name: String
    /// The commands.
    var sql: String
}

/// The schema of the ledger, as numbered steps.
///
/// Everything stands in the schema `zhengjiao` of the database. Sums (balances, progress, census,
/// tallies) are kept per lane, the partition whose position row the writing transaction holds, so
/// that no two transactions ever wait for the same sum; readers add the lanes up.
enum LedgerSchema {
    static let steps = [
        SchemaStep(number: 1, name: "books", sql: books),
        SchemaStep(number: 2, name: "sums", sql: sums),
        SchemaStep(number: 3, name: "position", sql: position),
        SchemaStep(number: 4, name: "schemes", sql: schemes),
        SchemaStep(number: 5, name: "dossiers", sql: dossiers),
        SchemaStep(number: 6, name: "seals", sql: seals),
    ]

    /// The step that this program works with.
    static var current: Int32 { Int32(steps.count) }

    /// Journals are keyed in arrival order, so that the index only grows at one place per
    /// partition; the lines of a journal stand in it as `{{account, fen}, …}`.
    private static let books = """
        CREATE TABLE zhengjiao.scheme (
            id smallint PRIMARY KEY,
            name text NOT NULL UNIQUE CONSTRAINT name_given CHECK (length(name) BETWEEN 1 AND 100)
        );

        CREATE TABLE zhengjiao.account (
            id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            scheme smallint NOT NULL REFERENCES zhengjiao.scheme (id),
            kind smallint NOT NULL,
            unit text NOT NULL,
            party text NOT NULL,
            category text NOT NULL,
            CONSTRAINT account_once UNIQUE (scheme, kind, unit, party, category)
        );

        CREATE FUNCTION zhengjiao.sum_of_long(entries bigint[]) RETURNS bigint
        LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
        DECLARE
            total bigint := 0;
            line bigint[];
        BEGIN
            FOREACH line SLICE 1 IN ARRAY entries LOOP total := total + line[2]; END LOOP;
            RETURN total;
        END $$;

        -- Eight lines are added up in place, for a call per row costs more than writing it.
        CREATE FUNCTION zhengjiao.sum_of(entries bigint[]) RETURNS bigint
        LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE
            WHEN array_length(entries, 1) > 8 THEN zhengjiao.sum_of_long(entries)
            ELSE coalesce(entries[1][2], 0) + coalesce(entries[2][2], 0)
                + coalesce(entries[3][2], 0) + coalesce(entries[4][2], 0)
                + coalesce(entries[5][2], 0) + coalesce(entries[6][2], 0)
                + coalesce(entries[7][2], 0) + coalesce(entries[8][2], 0)
        END;

        CREATE TABLE zhengjiao.journal (
            scheme smallint NOT NULL,
            partition integer NOT NULL CONSTRAINT partition_from_zero CHECK (partition >= 0),
            sequence bigint NOT NULL CONSTRAINT sequence_from_one CHECK (sequence >= 1),
            person uuid NOT NULL,
            revision bigint NOT NULL CONSTRAINT revision_from_one CHECK (revision >= 1),
            cause text NOT NULL CONSTRAINT cause_given CHECK (cause <> ''),
            assessment bytea NOT NULL,
            entries bigint[] CONSTRAINT entries_are_pairs CHECK (
                array_length(entries, 2) = 2 AND num_nulls(VARIADIC entries) = 0
            ) CONSTRAINT entries_balance CHECK (zhengjiao.sum_of(entries) = 0),
            seal bytea,
            CONSTRAINT journal_once PRIMARY KEY (partition, sequence, scheme)
        ) PARTITION BY LIST (scheme);

        COMMENT ON COLUMN zhengjiao.journal.person IS 'person key, 16 bytes; not a UUID of RFC 4122';
        COMMENT ON COLUMN zhengjiao.journal.entries IS
            '{{account, fen}, …}: debit positive, credit negative; NULL where no money moves';

        CREATE FUNCTION zhengjiao.refuse_change() RETURNS trigger
        LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            RAISE EXCEPTION 'a journal is never changed or removed: post a reversing one'
                USING ERRCODE = 'restrict_violation';
        END $$;

        CREATE TRIGGER journal_is_never_changed BEFORE UPDATE OR DELETE ON zhengjiao.journal
        FOR EACH ROW EXECUTE FUNCTION zhengjiao.refuse_change();

        CREATE TRIGGER journal_is_never_emptied BEFORE TRUNCATE ON zhengjiao.journal
        FOR EACH STATEMENT EXECUTE FUNCTION zhengjiao.refuse_change();
        """

    private static let sums = """
        CREATE TABLE zhengjiao.balance (
            lane integer NOT NULL,
            account integer NOT NULL REFERENCES zhengjiao.account (id),
            fen bigint NOT NULL,
            PRIMARY KEY (account, lane)
        ) WITH (fillfactor = 60);

        CREATE TABLE zhengjiao.progress (
            lane integer NOT NULL,
            scheme smallint NOT NULL,
            unit text NOT NULL,
            day date NOT NULL,
            category text NOT NULL,
            heads bigint NOT NULL,
            fen bigint NOT NULL,
            PRIMARY KEY (scheme, day, unit, category, lane)
        ) WITH (fillfactor = 60);

        CREATE TABLE zhengjiao.census (
            lane integer NOT NULL,
            scheme smallint NOT NULL,
            status smallint NOT NULL,
            heads bigint NOT NULL,
            PRIMARY KEY (scheme, status, lane)
        ) WITH (fillfactor = 60);

        CREATE TABLE zhengjiao.tally (
            lane integer NOT NULL,
            scheme smallint NOT NULL,
            tally smallint NOT NULL,
            code text NOT NULL,
            facts bigint NOT NULL,
            PRIMARY KEY (scheme, tally, code, lane)
        ) WITH (fillfactor = 60);

        CREATE TABLE zhengjiao.target (
            scheme smallint NOT NULL,
            id text NOT NULL,
            unit text NOT NULL,
            heads bigint NOT NULL,
            fen bigint NOT NULL,
            effective_from date NOT NULL,
            PRIMARY KEY (scheme, id)
        );

        CREATE TABLE zhengjiao.closure (
            scheme smallint NOT NULL,
            source text NOT NULL,
            partition integer NOT NULL,
            day date NOT NULL,
            PRIMARY KEY (scheme, source, partition)
        ) WITH (fillfactor = 60);

        CREATE TABLE zhengjiao.office_record (
            scheme smallint NOT NULL,
            id text NOT NULL,
            type text NOT NULL,
            unit text NOT NULL,
            second bigint NOT NULL,
            recorded_by text NOT NULL,
            json text NOT NULL,
            PRIMARY KEY (scheme, id)
        );
        """

    private static let position = """
        CREATE TABLE zhengjiao.position (
            partition integer PRIMARY KEY CONSTRAINT partition_from_zero CHECK (partition >= 0),
            next_offset bigint NOT NULL,
            epoch bigint NOT NULL,
            journal_sequence bigint NOT NULL,
            outbox_sequence bigint NOT NULL,
            water_offset bigint NOT NULL,
            water_index bigint NOT NULL
        ) WITH (fillfactor = 20);

        CREATE FUNCTION zhengjiao.refuse_going_back() RETURNS trigger
        LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            IF new.partition <> old.partition OR new.epoch < old.epoch
                OR new.next_offset < old.next_offset
                OR new.journal_sequence < old.journal_sequence
                OR new.outbox_sequence < old.outbox_sequence
                OR (new.water_offset, new.water_index) < (old.water_offset, old.water_index)
            THEN
                RAISE EXCEPTION 'a position never goes back'
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN new;
        END $$;

        CREATE TRIGGER position_never_goes_back BEFORE UPDATE ON zhengjiao.position
        FOR EACH ROW EXECUTE FUNCTION zhengjiao.refuse_going_back();

        CREATE TABLE zhengjiao.outbox (
            partition integer NOT NULL,
            sequence bigint NOT NULL,
            scheme text NOT NULL,
            message bytea NOT NULL,
            PRIMARY KEY (partition, sequence)
        );
        """

    /// A worker has no right to make tables, and must not stand still for a scheme that nobody
    /// announced: the owner's function makes its partition, and nothing else.
    ///
    /// Attaching, unlike creating in place, lets others write to `journal` meanwhile.
    private static let schemes = """
        CREATE FUNCTION zhengjiao.enter_scheme(scheme_name text) RETURNS smallint
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        DECLARE
            entered smallint;
            part text;
        BEGIN
            SELECT id INTO entered FROM zhengjiao.scheme WHERE name = scheme_name;
            IF FOUND THEN RETURN entered; END IF;
            PERFORM pg_advisory_xact_lock(5914, 1);
            SELECT id INTO entered FROM zhengjiao.scheme WHERE name = scheme_name;
            IF FOUND THEN RETURN entered; END IF;
            SELECT coalesce(max(id), 0) + 1 INTO entered FROM zhengjiao.scheme;
            INSERT INTO zhengjiao.scheme VALUES (entered, scheme_name);
            part := 'journal_' || entered;
            EXECUTE format(
                'CREATE TABLE zhengjiao.%I (LIKE zhengjiao.journal INCLUDING DEFAULTS '
                'INCLUDING CONSTRAINTS INCLUDING STORAGE)', part);
            EXECUTE format(
                'ALTER TABLE zhengjiao.journal ATTACH PARTITION zhengjiao.%I FOR VALUES IN (%s)',
                part, entered);
            EXECUTE format(
                'CREATE TRIGGER journal_is_never_emptied BEFORE TRUNCATE ON zhengjiao.%I '
                'FOR EACH STATEMENT EXECUTE FUNCTION zhengjiao.refuse_change()', part);
            RETURN entered;
        END $$;
        """

    /// Thousands in a season: one table for all schemes.
    ///
    /// The journals share the run of numbers of
    /// the persons' in each partition.
    private static let dossiers = """
        CREATE TABLE zhengjiao.dossier_journal (
            scheme smallint NOT NULL REFERENCES zhengjiao.scheme (id),
            partition integer NOT NULL CONSTRAINT partition_from_zero CHECK (partition >= 0),
            sequence bigint NOT NULL CONSTRAINT sequence_from_one CHECK (sequence >= 1),
            subject_kind smallint NOT NULL,
            subject text NOT NULL,
            revision bigint NOT NULL CONSTRAINT revision_from_one CHECK (revision >= 1),
            cause text NOT NULL CONSTRAINT cause_given CHECK (cause <> ''),
            change bytea NOT NULL,
            entries bigint[] CONSTRAINT entries_are_pairs CHECK (
                array_length(entries, 2) = 2 AND num_nulls(VARIADIC entries) = 0
            ) CONSTRAINT entries_balance CHECK (zhengjiao.sum_of(entries) = 0),
            CONSTRAINT dossier_journal_once PRIMARY KEY (partition, sequence)
        );

        CREATE TRIGGER journal_is_never_changed BEFORE UPDATE OR DELETE
        ON zhengjiao.dossier_journal FOR EACH ROW EXECUTE FUNCTION zhengjiao.refuse_change();

        CREATE TRIGGER journal_is_never_emptied BEFORE TRUNCATE ON zhengjiao.dossier_journal
        FOR EACH STATEMENT EXECUTE FUNCTION zhengjiao.refuse_change();

        CREATE TABLE zhengjiao.dossier_item (
            scheme smallint NOT NULL REFERENCES zhengjiao.scheme (id),
            subject_kind smallint NOT NULL,
            subject text NOT NULL,
            item text NOT NULL,
            kind smallint NOT NULL,
            status smallint NOT NULL,
            day date,
            fen bigint NOT NULL,
            counterpart_fen bigint NOT NULL,
            body bytea NOT NULL,
            PRIMARY KEY (scheme, subject_kind, subject, item)
        );
        """
}
