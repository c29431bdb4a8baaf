using Npgsql;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Snapshots;

/// <summary>What keeps a table from being read, in words: the table, the rule and the way out.</summary>
internal static class SnapshotFindings
{
    /// <summary>What is wrong with the table itself; null where nothing is.</summary>
    public static Finding? OfTable(TableName table, bool exists, bool hasKey) => (exists, hasKey) switch
    {
        (false, _) => new Finding("table_missing", $"{table} does not exist, or is no table; create it or mend the listener's name."),
        (_, false) => new Finding(
            "snapshot_key",
            $"{table} has no primary key, and a snapshot reads a table by it: give it one (ALTER TABLE {table.ToSql()} ADD PRIMARY KEY (...)), or have its listeners listen to a source of their own with StartFrom = Now."),
        _ => null,
    };

    /// <summary>The role may not read the table.</summary>
    public static Finding OfRights(TableName table, string role) => new(
        "snapshot_rights", $"Role '{role}' lacks SELECT on {table}, which a snapshot reads; the stream needs no such right.", $"GRANT SELECT ON {table.ToSql()} TO {Sql.Identifier(role)}");

    /// <summary>Row-level security would hide rows.</summary>
    public static Finding OfRowSecurity(TableName table, string role) => new(
        "snapshot_row_security", $"{table} has row-level security, which would hide rows from role '{role}' and so from a snapshot: give the role BYPASSRLS.", $"ALTER ROLE {Sql.Identifier(role)} BYPASSRLS");

    /// <summary>The key up to which rows were read is none of the table any more.</summary>
    public static string OfOtherKey(TableName table) => $"The primary key of {table} has other columns than when the snapshot began; ask for another snapshot.";

    /// <summary>What the server says, but for errors in values (class 22), whose messages have them.</summary>
    public static string OfError(TableName table, PostgresException error) =>
        $"{table} can't be read: {(error.SqlState.StartsWith("22", StringComparison.Ordinal) ? "a value is not what it must be" : error.MessageText)} ({error.SqlState}).";
}
