-- Logins of the ledger's database, each with the least it needs. Run once, by a superuser, in the
-- database of the ledger, before `zhengjiao ledger migrate`; running it again sets passwords anew.
--
--   psql -d zhengjiao -v migrator_password=… -v writer_password=… -v reader_password=… \
--        -f Deploy/postgres/roles.sql
--
-- login               is a                  may
-- zhengjiao_migrator  owner of the schema   make and change tables (ledger migrate, backup, restore)
-- zhengjiao_ledger    zhengjiao_writer      add journals, move positions (ledger-worker, ledger seal)
-- zhengjiao_board     zhengjiao_reader      read (board-server, report, audit)
--
-- zhengjiao_writer and zhengjiao_reader are group roles without login; their rights are given by
-- `zhengjiao ledger migrate`, which knows the tables. Nobody may change or remove a journal: that
-- right is given to none of them, and triggers stop the owner as well.
\set ON_ERROR_STOP on
\if :{?migrator_password} \else
DO $$ BEGIN RAISE EXCEPTION 'migrator_password is not given'; END $$;
\endif
\if :{?writer_password} \else
DO $$ BEGIN RAISE EXCEPTION 'writer_password is not given'; END $$;
\endif
\if :{?reader_password} \else
DO $$ BEGIN RAISE EXCEPTION 'reader_password is not given'; END $$;
\endif

BEGIN;

SELECT format('CREATE ROLE %I NOLOGIN', name)
FROM unnest(ARRAY['zhengjiao_writer', 'zhengjiao_reader']) AS name
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = name) \gexec

SELECT format('CREATE ROLE %I LOGIN', name)
FROM unnest(ARRAY['zhengjiao_migrator', 'zhengjiao_ledger', 'zhengjiao_board']) AS name
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = name) \gexec

ALTER ROLE zhengjiao_migrator NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 8
    PASSWORD :'migrator_password';
ALTER ROLE zhengjiao_ledger NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 64
    PASSWORD :'writer_password';
ALTER ROLE zhengjiao_board NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 32
    PASSWORD :'reader_password';
ALTER ROLE zhengjiao_board SET default_transaction_read_only = on;

GRANT zhengjiao_writer TO zhengjiao_ledger;
GRANT zhengjiao_reader TO zhengjiao_board;

SELECT current_database() AS ledger_database \gset
REVOKE ALL ON DATABASE :"ledger_database" FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT CONNECT, CREATE ON DATABASE :"ledger_database" TO zhengjiao_migrator;
GRANT CONNECT ON DATABASE :"ledger_database" TO zhengjiao_ledger, zhengjiao_board;

COMMIT;
