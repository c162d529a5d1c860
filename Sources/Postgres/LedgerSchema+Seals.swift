extension LedgerSchema {
    /// The chain over the journals, and how far it goes, so that a lost last link is noticed.
    ///
    /// Beside `position`, not in it: who seals never waits for who posts, nor the other way round.
    static let seals = """
        CREATE TABLE zhengjiao.seal (
            partition integer NOT NULL CONSTRAINT partition_from_zero CHECK (partition >= 0),
            number bigint NOT NULL CONSTRAINT seal_from_one CHECK (number >= 1),
            first bigint NOT NULL CONSTRAINT sequence_from_one CHECK (first >= 1),
            through bigint NOT NULL CONSTRAINT seal_of_some CHECK (through >= first),
            hash bytea NOT NULL CONSTRAINT hash_is_32_bytes CHECK (length(hash) = 32),
            PRIMARY KEY (partition, number)
        );

        CREATE FUNCTION zhengjiao.refuse_seal_change() RETURNS trigger
        LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            RAISE EXCEPTION 'a seal is never changed or removed'
                USING ERRCODE = 'restrict_violation';
        END $$;

        CREATE TRIGGER seal_is_never_changed BEFORE UPDATE OR DELETE ON zhengjiao.seal
        FOR EACH ROW EXECUTE FUNCTION zhengjiao.refuse_seal_change();

        CREATE TRIGGER seal_is_never_emptied BEFORE TRUNCATE ON zhengjiao.seal
        FOR EACH STATEMENT EXECUTE FUNCTION zhengjiao.refuse_seal_change();

        CREATE TABLE zhengjiao.seal_end (
            partition integer PRIMARY KEY,
            number bigint NOT NULL,
            through bigint NOT NULL
        ) WITH (fillfactor = 50);

        CREATE FUNCTION zhengjiao.refuse_seal_end_going_back() RETURNS trigger
        LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            IF new.partition <> old.partition OR new.number <= old.number
                OR new.through <= old.through
            THEN
                RAISE EXCEPTION 'the end of the seals never goes back'
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN new;
        END $$;

        CREATE TRIGGER seal_end_never_goes_back BEFORE UPDATE ON zhengjiao.seal_end
        FOR EACH ROW EXECUTE FUNCTION zhengjiao.refuse_seal_end_going_back();

        CREATE TRIGGER seal_end_is_never_removed BEFORE DELETE ON zhengjiao.seal_end
        FOR EACH ROW EXECUTE FUNCTION zhengjiao.refuse_seal_change();

        CREATE TRIGGER seal_end_is_never_emptied BEFORE TRUNCATE ON zhengjiao.seal_end
        FOR EACH STATEMENT EXECUTE FUNCTION zhengjiao.refuse_seal_change();
        """
}
