using System.Text;
using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

/// <summary>Values that no server sends: each an error of ours or a value, never another exception, and nothing is read or allocated beyond what was sent.</summary>
public sealed class DamagedValueTests
{
    private const int Mutations = 50_000;

    [Fact]
    public void Damaged_values_are_read_or_refused()
    {
#pragma warning disable RS0030 // Seeded: what fails fails again.
        var random = new Random(20_261_122);
#pragma warning restore RS0030
        var samples = Samples().ToArray();
        var read = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var (bytes, reading) = samples[random.Next(samples.Length)];
            var damaged = Fuzz.Damage.Of(random, bytes);
            try
            {
                reading(damaged);
                read++;
            }
            catch (RowReadException)
            {
                // As it should.
            }
            catch (Exception error)
            {
                Assert.Fail($"{error.GetType()} for {Convert.ToHexString(damaged)} ({Encoding.UTF8.GetString(damaged)}): {error}");
            }
        }

        // Neither all nor none: the damage is neither too small nor too great.
        Assert.InRange(read, Mutations / 20, Mutations * 19 / 20);
    }

    /// <summary>What servers sent, and how it is read.</summary>
    internal static IEnumerable<(byte[] Bytes, Action<byte[]> Reading)> Samples()
    {
        foreach (var value in ServerValues.All)
        {
            yield return (value.Binary.Bytes, bytes => Table.Read(value.Type, value.Kind, TupleValue.Binary(bytes)));
            yield return (value.TextForm.Bytes, bytes => Table.Read(value.Type, value.Kind, TupleValue.Text(bytes)));
            yield return (Encoding.UTF8.GetBytes(value.JsonRow), bytes => ReadJson(value.Type, Types.Column(value.Kind), bytes));
            yield return (Encoding.UTF8.GetBytes(value.JsonRow), bytes => ReadJson(value.Type, Types.Column(ColumnKind.String), bytes));
        }

        foreach (var (type, column, hex, text, json) in Containers.All)
        {
            yield return (Convert.FromHexString(hex), bytes => Containers.Read(type, column, TupleValue.Binary(bytes)));
            yield return (Encoding.UTF8.GetBytes(text), bytes => Containers.Read(type, column, TupleValue.Text(bytes)));
            yield return (Encoding.UTF8.GetBytes($"{{\"c\": {json}}}"), bytes => ReadJson(type, column, bytes));
            yield return (Encoding.UTF8.GetBytes($"{{\"c\": {json}}}"), bytes => ReadJson(type, Types.Column(ColumnKind.String), bytes));
        }
    }

    private static void ReadJson(ColumnType type, RowColumn column, byte[] json)
    {
        var reader = TupleReader.OfJson(RowBinding.Create(Table.Layout(("c", type)), [column]), json);
        while (reader.Next(out _))
        {
            Containers.Walk(in reader.Value, column);
        }
    }
}
