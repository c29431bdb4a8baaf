using Npgsql;
using PostgresWorker.Generated;

namespace PostgresWorker.Wal.Provisioning;

/// <summary>Whether the publication is there and has every table and operation that listeners need.</summary>
internal sealed class PublicationInspection(NpgsqlDataSource database, string publication)
{
    private static readonly (ChangeKinds Kind, string Operation)[] Operations =
    [
        (ChangeKinds.Inserted, "insert"),
        (ChangeKinds.Updated, "update"),
        (ChangeKinds.Deleted, "delete"),
        (ChangeKinds.Truncated, "truncate"),
    ];

    /// <param name="needs">The tables that must be in it.</param>
    /// <param name="kinds">What it must publish.</param>
    /// <param name="current">What <see cref="PublishedAsync"/> said that it publishes.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<Finding>> InspectAsync(IReadOnlyList<TableNeeds> needs, ChangeKinds kinds, ChangeKinds? current, CancellationToken cancellationToken)
    {
        var name = Sql.Identifier(publication);

        // A source of messages alone needs a publication too, if an empty one: the protocol asks for its name.
        var tables = needs.Count == 0 ? "" : $" FOR TABLE {string.Join(", ", needs.Select(need => need.Table.ToSql()))}";
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
        var present = await TablesAsync(cancellationToken).ConfigureAwait(false);
        findings.AddRange(needs.Where(need => !present.Contains(need.Table)).Select(need => new Finding(
            "publication_table",
            $"Publication '{publication}' does not have table {need.Table}.",
            $"ALTER PUBLICATION {name} ADD TABLE {need.Table.ToSql()}",
            isOurs)));
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

    private static string Publish(ChangeKinds kinds) =>
        string.Join(", ", Operations.Where(operation => (kinds & operation.Kind) != 0).Select(operation => operation.Operation));

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

    private async Task<HashSet<TableName>> TablesAsync(CancellationToken cancellationToken)
    {
        var command = database.CreateCommand("SELECT schemaname::text, tablename::text FROM pg_catalog.pg_publication_tables WHERE pubname = $1");
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = publication });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        HashSet<TableName> tables = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            tables.Add(new TableName(reader.GetString(0), reader.GetString(1)));
        }

        return tables;
    }
}
