using Npgsql;
using PostgresWorker.Rows;

namespace PostgresWorker.Wal.Provisioning;

/// <summary>What the listeners' conditions are to the server, and whether it can have them at all.</summary>
internal sealed class FilterInspection(TableCatalog tables, RowFilterReader filters)
{
    /// <summary>The first version with row filters.</summary>
    public const int MinVersion = 150000;

    /// <summary>The needs with the filter that the server has read, and what is wrong with it.</summary>
    public async Task<(TableNeeds Needs, Finding? Finding)> InspectAsync(TableNeeds needs, int version, CancellationToken cancellationToken)
    {
        if (needs.Where is not { } condition)
        {
            return (needs, null);
        }

        var (listener, said) = (needs.RowRoutes.First().Name, needs.RowRoutes.First().Where);
        if (version < MinVersion)
        {
            return (needs, new Finding(
                "filter_version",
                $"Listener {listener} says Where = \"{said}\", but row filters need PostgreSQL 15; leave it out and filter in the listener, or upgrade the server."));
        }

        if (await tables.FindAsync(needs.Table, cancellationToken).ConfigureAwait(false) is not { } table)
        {
            // Found and said by the table's inspection.
            return (needs, null);
        }

        try
        {
            return (needs with { Filter = await filters.ReadAsync(table, condition, cancellationToken).ConfigureAwait(false) }, null);
        }
        catch (PostgresException e) when (e.SqlState is ['4', '2', ..] or ['2', '2', ..] or PostgresErrorCodes.FeatureNotSupported)
        {
            // Classes 42, syntax error or access rule violation, and 22, data exception: a constant that is none of its type. Or a subquery.
            return (needs, new Finding("filter", $"Listener {listener} says Where = \"{said}\", which is no condition over the columns of {needs.Table}: {e.MessageText}."));
        }
    }
}
