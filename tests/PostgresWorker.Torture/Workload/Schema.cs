using PostgresWorker.Torture.Worker;

namespace PostgresWorker.Torture.Workload;

/// <summary>What is written to, and what is kept to be compared with.</summary>
internal static class Schema
{
    public const string Database = "torture", Slot = "torture", Oracle = "oracle";

    /// <summary>The column that is otherwise now and then; writers leave it to its default.</summary>
    public static readonly string Weight = $"weight int NOT NULL DEFAULT {FitListeners.Weight}";

    public static readonly string Tables =
        $"""
        CREATE TABLE items (id bigint PRIMARY KEY, writer int NOT NULL, seq bigint NOT NULL, filling int, payload text);
        ALTER TABLE items REPLICA IDENTITY FULL;
        CREATE SCHEMA side;
        CREATE TABLE side.marks (id bigint PRIMARY KEY, writer int NOT NULL, seq bigint NOT NULL);
        CREATE TABLE side.fits (id bigint PRIMARY KEY, writer int NOT NULL, seq bigint NOT NULL, {Weight});
        ALTER TABLE side.fits REPLICA IDENTITY FULL;
        CREATE TABLE noise (id bigint GENERATED ALWAYS AS IDENTITY, text text);
        CREATE TABLE oracle_end (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
        CREATE SCHEMA mirror;
        CREATE TABLE mirror.items (LIKE public.items INCLUDING INDEXES);
        CREATE TABLE mirror.effects (change_id text NOT NULL, pid int NOT NULL);
        CREATE TABLE mirror.late (epoch bigint NOT NULL, change_lsn pg_lsn NOT NULL);
        CREATE PUBLICATION oracle FOR TABLE items, side.marks, side.fits, oracle_end;
        """;

    /// <summary>
    /// Writes down each record of a handled change that was made under an epoch that was over. The function is STABLE, so it sees what the statement saw that made the record: between its
    /// snapshot and its end another epoch may begin, and then the unique index decides.
    /// </summary>
    public const string LateRecords =
        """
        CREATE FUNCTION mirror.add_late(bigint, pg_lsn) RETURNS void LANGUAGE sql AS 'INSERT INTO mirror.late VALUES ($1, $2)';
        CREATE FUNCTION mirror.note_late() RETURNS trigger LANGUAGE plpgsql STABLE AS $$
        BEGIN
            IF NOT EXISTS (SELECT FROM postgres_worker.checkpoints c WHERE c.consumer = NEW.consumer AND c.epoch = NEW.epoch)
                AND NOT EXISTS (SELECT FROM postgres_worker.instances i WHERE i.consumer = NEW.consumer AND i.id = NEW.epoch)
            THEN
                PERFORM mirror.add_late(NEW.epoch, NEW.change_lsn);
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER note_late AFTER INSERT ON postgres_worker.handled_changes FOR EACH ROW EXECUTE FUNCTION mirror.note_late();
        """;
}
