using Npgsql;

namespace PostgresWorker.Wal;

/// <summary>The source's connection string with what the stream relies on.</summary>
internal static class WalConnectionString
{
    // The text forms that TupleReader reads; settings of the database or role would change them otherwise.
    private const string TextForms = "-c DateStyle=ISO -c IntervalStyle=postgres -c extra_float_digits=1 -c bytea_output=hex -c TimeZone=UTC";

    public static string For(string source, string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        builder.Options = builder.Options is { Length: > 0 } options ? $"{options} {TextForms}" : TextForms;
        if (string.IsNullOrEmpty(builder.ApplicationName))
        {
            builder.ApplicationName = $"PostgresWorker {source}";
        }

        return builder.ConnectionString;
    }
}
