using System.Collections;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NpgsqlTypes;
using PostgresWorker.Generated;

namespace PostgresWorker.Generators.Tests.RandomRows;

/// <summary>Types that are neither numbers nor texts nor times.</summary>
internal static class OtherSpecs
{
    private static readonly string[] Labels = ["red", "dark_green", "BLUE"];

    private static readonly Gen<byte[]> Blobs = from bytes in Gen.ListOf(Gen.Choose(0, 255)) select bytes.Select(static value => (byte)value).ToArray();

    private static readonly Gen<double> Coordinates = from number in Gen.Choose(-1_000_000, 1_000_000) select number / 8.0;

    public static IReadOnlyList<TypeSpec> All { get; } =
    [
        ScalarSpecs.Of("Guid", 2950, "uuid", from value in ArbMap.Default.GeneratorFor<Guid>() select Sample.Quoted(value, value.ToByteArray(bigEndian: true), value.ToString())),
        ScalarSpecs.Of("byte[]", 17, "bytea", from bytes in Blobs select Sample.Quoted(bytes, bytes, $"\\x{Convert.ToHexStringLower(bytes)}")),
        ScalarSpecs.Of("ReadOnlyMemory<byte>", 17, "bytea", from bytes in Blobs select Sample.Quoted(bytes, bytes, $"\\x{Convert.ToHexStringLower(bytes)}")),
        ScalarSpecs.Of("System.Net.IPAddress", 869, "inet", from address in Gen.Elements("10.0.0.1", "::1", "2001:db8::ff00:42:8329", "255.255.255.255") select Address(IPAddress.Parse(address))),
        ScalarSpecs.Of("System.Net.NetworkInformation.PhysicalAddress", 829, "macaddr",
            from bytes in Gen.ArrayOf(Gen.Choose(0, 255), 6)
            let address = bytes.Select(static value => (byte)value).ToArray()
            select Sample.Quoted(new PhysicalAddress(address), address, string.Join(':', address.Select(static value => value.ToString("x2", CultureInfo.InvariantCulture))))),
        ScalarSpecs.Of("System.Collections.BitArray", 1562, "varbit", from bits in Gen.ListOf(Gen.Elements(true, false)) select Bits([.. bits])),
        ScalarSpecs.Of("Lsn", 3220, "pg_lsn", from value in ScalarSpecs.Longs(0, long.MaxValue) let lsn = new Lsn((ulong)value) select Sample.Quoted(lsn, Bytes.Int64(value), lsn.ToString())),
        ScalarSpecs.Of("NpgsqlTypes.NpgsqlPoint", 600, "point",
            from x in Coordinates
            from y in Coordinates
            select Sample.Quoted(new NpgsqlPoint(x, y), [.. Bytes.Double(x), .. Bytes.Double(y)], Point(x, y))),
        ScalarSpecs.Of("NpgsqlTypes.NpgsqlPath", 602, "path",
            from isOpen in Gen.Elements(true, false)
            from points in Gen.NonEmptyListOf(from x in Coordinates from y in Coordinates select (X: x, Y: y))
            select Sample.Quoted(
                new NpgsqlPath(points.Select(static point => new NpgsqlPoint(point.X, point.Y)), isOpen),
                [isOpen ? (byte)0 : (byte)1, .. Bytes.Int32(points.Count), .. points.SelectMany(static point => (byte[])[.. Bytes.Double(point.X), .. Bytes.Double(point.Y)])],
                $"{(isOpen ? '[' : '(')}{string.Join(',', points.Select(static point => Point(point.X, point.Y)))}{(isOpen ? ']' : ')')}")),
        ScalarSpecs.Of("System.Text.Json.JsonElement", 3802, "jsonb", Documents),
        ScalarSpecs.Of("System.Text.Json.JsonElement", 114, "json", from value in Documents select value with { Binary = Encoding.UTF8.GetBytes(value.Text) }),
        ScalarSpecs.Of("Settings", 3802, "jsonb",
            from size in Gen.Choose(0, 9)
            from name in ScalarSpecs.Texts
            let json = JsonText.Object([("Size", size.ToString(CultureInfo.InvariantCulture)), ("Name", JsonText.Of(name))])
            select new Sample(Rendered.Fields([("Size", Rendered.Of(size)), ("Name", Rendered.Of(name))]), [1, .. Encoding.UTF8.GetBytes(json)], json, json)),
        new TypeSpec(static _ => "Dictionary<string, string?>", new ColumnType("hstore", ScalarSpecs.FirstOfDatabase + 1, 'b', "hstore"), Maps),
        new TypeSpec(static _ => "Colour", new ColumnType("colour", ScalarSpecs.FirstOfDatabase + 2, 'e', "colour"),
            from index in Gen.Choose(0, 2)
            select new Sample(Member(index), Encoding.UTF8.GetBytes(Labels[index]), Labels[index], JsonText.Of(Labels[index]))),
        ScalarSpecs.Of("Colour", 21, "int2",
            from index in Gen.Choose(0, 2)
            let text = index.ToString(CultureInfo.InvariantCulture)
            select new Sample(Member(index), Bytes.Int16((short)index), text, text)),
    ];

    // Not null itself, which to_jsonb writes for NULL too.
    private static Gen<Sample> Documents =>
        from json in Gen.Elements("1.50", "\"a \\\" b\"", "[]", "{\"a\": [1, {\"b\": null}]}", "true", "[\"x\",{}]")
        select new Sample(json, [1, .. Encoding.UTF8.GetBytes(json)], json, json);

    private static Gen<Sample> Maps =>
        from keys in Gen.ListOf(ScalarSpecs.Texts)
        from values in Gen.ArrayOf(Gen.Frequency((1, Gen.Constant<string?>(null)), (3, from text in ScalarSpecs.Texts select (string?)text)), keys.Count)
        let pairs = keys.Zip(values, KeyValuePair.Create).DistinctBy(static pair => pair.Key, StringComparer.Ordinal).ToList()
        select new Sample(
            Rendered.Map(pairs),
            [.. Bytes.Int32(pairs.Count), .. pairs.SelectMany(static pair => (byte[])[.. Part(pair.Key), .. Part(pair.Value)])],
            string.Join(", ", pairs.Select(static pair => $"{Quote(pair.Key)}=>{(pair.Value is null ? "NULL" : Quote(pair.Value))}")),
            JsonText.Object(pairs.Select(static pair => (pair.Key, pair.Value is null ? "null" : JsonText.Of(pair.Value)))));

    private static string Member(int index) => new[] { "Red", "DarkGreen", "Blue" }[index];

    private static Sample Address(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return Sample.Quoted(address, [bytes.Length == 4 ? (byte)2 : (byte)3, (byte)(bytes.Length * 8), 0, (byte)bytes.Length, .. bytes], address.ToString());
    }

    private static Sample Bits(bool[] bits)
    {
        var bytes = new byte[(bits.Length + 7) / 8];
        for (var i = 0; i < bits.Length; i++)
        {
            bytes[i / 8] |= (byte)(bits[i] ? 0x80 >> (i % 8) : 0);
        }

        return Sample.Quoted(new BitArray(bits), [.. Bytes.Int32(bits.Length), .. bytes], string.Concat(bits.Select(static bit => bit ? '1' : '0')));
    }

    private static string Point(double x, double y) => string.Create(CultureInfo.InvariantCulture, $"({x:R},{y:R})");

    private static byte[] Part(string? text) => text is null ? Bytes.Int32(-1) : [.. Bytes.Int32(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
