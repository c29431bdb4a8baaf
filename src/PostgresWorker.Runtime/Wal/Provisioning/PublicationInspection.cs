using Npgsql;
using PostgresWorker.Generated;

namespace PostgresWorker.Wal.Provisioning;

/// <summary>Whether the publication is there and has every table and operation that listeners need, and sends the rows that they ask for.</summary>
internal sealed class PublicationInspection(NpgsqlDataSource database, string publication)
{
    private static readonly Operation[] Operations =
    [
        new(ChangeKinds.Inserted, "insert"),
        new(ChangeKinds.Updated, "update"),
        new(ChangeKinds.Deleted, "delete"),
        new(ChangeKinds.Truncated, "truncate"),
    ];

    /// <param name="needs">The tables that must be in it.</param>
    /// <param name="kinds">What it must publish.</param>
    /// <param name="current">What <see cref="PublishedAsync"/> said that it publishes.</param>
    /// <param name="version">The server's version.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<Finding>> InspectAsync(IReadOnlyList<TableNeeds> needs, ChangeKinds kinds, ChangeKinds? current, int version, CancellationToken cancellationToken)
    {
        var name = Sql.Identifier(publication);

        // A source of messages alone needs a publication too, if an empty one: the protocol asks for its name.
        var tables = needs.Count == 0 ? "" : $" FOR TABLE {string.Join(", ", needs.Select(need => need.ToSql()))}";
        if (current is not { } published)
        {
            return
            [
                new Finding(
                    "publication_missing",
                    $"Publication '{publication}' does not exist.",
                    $"CREATE PUBLICATION {name}{tables} WITH (publish = '{Publish(kinds)}', publish_via_partition_root = true)",
                    IsAutomatic: true),
            ];
        }

        // What was made under another name is somebody's own, and only looked at.
        var isOurs = publication.StartsWith(SlotName.OurPrefix, StringComparison.Ordinal);
        List<Finding> findings = [];
        var present = await TablesAsync(version, cancellationToken).ConfigureAwait(false);
        findings.AddRange(needs.Where(need => !present.ContainsKey(need.Table)).Select(need => new Finding(
            "publication_table",
            $"Publication '{publication}' does not have table {need.Table}.",
            $"ALTER PUBLICATION {name} ADD TABLE {need.ToSql()}",
            isOurs)));
        findings.AddRange(needs
            .Where(need => present.ContainsKey(need.Table) && (isOurs || need.Where is not null))
            .Select(need => InspectFilter(need, present[need.Table], isOurs))
            .OfType<Finding>());
        if ((kinds & ~published & ~ChangeKinds.Existing) != 0)
        {
            findings.Add(new Finding(
                "publication_operation",
                $"Publication '{publication}' publishes '{Publish(published)}', but listeners need '{Publish(kinds)}'.",
                $"ALTER PUBLICATION {name} SET (publish = '{Publish(kinds | published)}')",
                isOurs));
        }

        return findings;
    }

    private Finding? InspectFilter(TableNeeds need, PublishedTable table, bool isOurs)
    {
        if (need.Where is null ? table.Filter is null : need.Filter is null || need.Filter.IsSame(table.Filter))
        {
            // A condition that the server could not read is a finding of its own.
            return null;
        }

        var name = Sql.Identifier(publication);
        var sent = table.Filter is null ? "all rows" : $"rows where {table.Filter}";
        var wanted = need.Where is null ? "no Where" : $"Where = \"{need.Where}\"";
        var isUnknown = table.Filter is not null && need.Filter is { Deparsed: null };
        var unknown = isUnknown ? " They may mean the same, which only the server can tell: grant TEMPORARY on the database to the role, or write Where as the server does." : "";

        // In one transaction: no change is committed between the two that nobody publishes.
        var mend = $"BEGIN; ALTER PUBLICATION {name} DROP TABLE {need.Table.ToSql()}; ALTER PUBLICATION {name} ADD TABLE {need.ToSql()}; COMMIT";
        return new Finding(
            "publication_filter",
            $"Publication '{publication}' sends {sent} of {need.Table}, but listeners say {wanted}.{unknown}",
            table.IsNamed ? mend : null,
            isOurs && table.IsNamed && !isUnknown);
    }

    private static string Publish(ChangeKinds kinds) =>
        string.Join(", ", Operations.Where(operation => (kinds & operation.Kind) != 0).Select(operation => operation.Name));

    /// <summary>What the publication publishes; null where there is none.</summary>
    public async Task<ChangeKinds?> PublishedAsync(CancellationToken cancellationToken)
    {
        var command = database.CreateCommand("SELECT pubinsert, pubupdate, pubdelete, pubtruncate FROM pg_catalog.pg_publication WHERE pubname = $1");
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = publication });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var kinds = ChangeKinds.None;
        for (var i = 0; i < Operations.Length; i++)
        {
            kinds |= reader.GetBoolean(i) ? Operations[i].Kind : ChangeKinds.None;
        }

        return kinds;
    }

    private async Task<Dictionary<TableName, PublishedTable>> TablesAsync(int version, CancellationToken cancellationToken)
    {
        var command = database.CreateCommand(
            $"""
            SELECT t.schemaname::text, t.tablename::text, {(version >= FilterInspection.MinVersion ? "t.rowfilter" : "NULL::text")}, EXISTS (
                SELECT FROM pg_catalog.pg_publication p
                JOIN pg_catalog.pg_publication_rel r ON r.prpubid = p.oid
                JOIN pg_catalog.pg_class c ON c.oid = r.prrelid AND c.relname = t.tablename
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND n.nspname = t.schemaname
                WHERE p.pubname = t.pubname)
            FROM pg_catalog.pg_publication_tables t WHERE t.pubname = $1
            """);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = publication });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        Dictionary<TableName, PublishedTable> tables = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var filter = await reader.IsDBNullAsync(2, cancellationToken).ConfigureAwait(false) ? null : reader.GetString(2);
            tables[new TableName(reader.GetString(0), reader.GetString(1))] = new PublishedTable(reader.GetBoolean(3), filter);
        }

        return tables;
    }

    private sealed record Operation(ChangeKinds Kind, string Name);
}
