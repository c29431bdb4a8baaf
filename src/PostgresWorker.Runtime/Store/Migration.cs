using System.Globalization;

namespace PostgresWorker.Store;

/// <summary>One step of the store's schema. What is published never changes: what should be otherwise is another step.</summary>
/// <param name="Version">From 1, without gaps.</param>
/// <param name="Name">What it adds, in a few words.</param>
/// <param name="ReadableFrom">
/// The oldest version whose builds can go on working when this has been applied: while a new build is rolled out, old ones run beside it.
/// </param>
/// <param name="Tables">What it creates, with the rights that the worker's role needs.</param>
/// <param name="Sql">The statements, every name qualified.</param>
internal sealed record Migration(int Version, string Name, int ReadableFrom, IReadOnlyList<StoreTable> Tables, string Sql)
{
    /// <summary>The statements and the note that they were run; to be run in one transaction.</summary>
    public string Script { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"{Sql};\nINSERT INTO \"{StoreSchema.Name}\".\"migrations\" (version, name, readable_from) VALUES ({Version}, '{Name}', {ReadableFrom})");
}
