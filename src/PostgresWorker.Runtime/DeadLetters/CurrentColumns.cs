using System.Data.Common;

namespace PostgresWorker.DeadLetters;

/// <summary>The columns that a table has now: a row type may declare some that a letter's row was written before.</summary>
internal sealed class CurrentColumns(DbDataSource database)
{
    private const string Query =
        """
        SELECT a.attname::text FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = @schema AND c.relname = @name AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        """;

    public async Task<IReadOnlyList<string>> OfAsync(TableName table, CancellationToken cancellationToken)
    {
        var command = database.CreateCommand(Query);
        await using var _ = command.ConfigureAwait(false);
        foreach (var (name, value) in new[] { ("schema", table.Schema), ("name", table.Name) })
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        List<string> columns = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            columns.Add(reader.GetString(0));
        }

        return columns;
    }
}
