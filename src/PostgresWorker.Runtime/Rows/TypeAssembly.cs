using System.Globalization;
using PostgresWorker.Generated;

namespace PostgresWorker.Rows;

/// <summary>Makes types of what the catalog says of each: domains resolved at every level, arrays, ranges and composites with their parts.</summary>
/// <param name="described">The types, and all that they are made of.</param>
/// <param name="known">Types that were made before.</param>
internal sealed class TypeAssembly(IReadOnlyDictionary<uint, TypeDescription> described, IReadOnlyDictionary<uint, ColumnType> known)
{
    private readonly HashSet<uint> _inProgress = [];

    /// <summary>The type; one that is not described has been dropped since, and only its text can be read.</summary>
    public ColumnType Make(uint oid)
    {
        if (known.TryGetValue(oid, out var made))
        {
            return made;
        }

        // The server refuses a type that contains itself. That must not be what saves us.
        if (!described.TryGetValue(oid, out var type) || !_inProgress.Add(oid))
        {
            return new ColumnType(string.Create(CultureInfo.InvariantCulture, $"dropped type {oid}"), oid, '?', "");
        }

        made = Make(type);
        _inProgress.Remove(oid);
        return made;
    }

    private ColumnType Make(TypeDescription type)
    {
        if (type.Kind == 'd')
        {
            return Make(type.Part) with { Name = type.DisplayName, Oid = type.Oid };
        }

        return new ColumnType(type.DisplayName, type.Oid, type.Kind, type.Name)
        {
            Element = type.Part == 0 ? null : Make(type.Part),
            Delimiter = type.Delimiter,
            Fields = type.Kind == 'c' ? MakeFields(type) : null,
            HasDroppedFields = type.Fields.Exists(field => field.IsDropped),
        };
    }

    private TableLayout MakeFields(TypeDescription type) => new(
        new TableName(type.Schema, type.Name),
        [.. type.Present.Select(field => new TableColumn(field.Name, Make(field.TypeOid), IsInIdentity: false, IsInKey: false))]);
}
