namespace PostgresWorker.Tests.Wal.PgOutput;

/// <summary>A message as a server wrote it.</summary>
/// <param name="Sql">The statement that made it.</param>
/// <param name="Hex">The message.</param>
/// <param name="Says">What it says, as <see cref="Decoded.Describe(ReadOnlySpan{byte})"/> tells it.</param>
public sealed record ServerMessage(string Sql, string Hex, string Says)
{
    public byte[] Bytes => Convert.FromHexString(Hex);

    public override string ToString() => $"{Says} <- {Sql}";
}
