using NpgsqlTypes;
using PostgresWorker.Integration.Types.Matrix;
using static PostgresWorker.Integration.Types.Matrix.Case;

namespace PostgresWorker.Integration.Types;

public sealed class GeometryTests(TypeRows<GeometryTests> rows) : TypeTests<GeometryTests>(rows), ITypeFamily
{
    static IEnumerable<TypeCase> ITypeFamily.Cases =>
    [
        Reads("point", "'(0,0)'", new NpgsqlPoint(0, 0)),
        Reads("point", "'(-1.7976931348623157e308,4.9e-324)'", new NpgsqlPoint(double.MinValue, double.Epsilon)),
        Reads("point", "'(Infinity,-Infinity)'", new NpgsqlPoint(double.PositiveInfinity, double.NegativeInfinity)),
        Reads("point", "'(0.1,1e20)'", new NpgsqlPoint(0.1, 1e20)),
        Reads<NpgsqlPoint?>("point", "NULL", null),
        Fails<NpgsqlPoint>("point", "NULL", "the value is NULL"),

        Reads("line", "'{1,-2,3.5}'", new NpgsqlLine(1, -2, 3.5)),
        Reads<NpgsqlLine?>("line", "NULL", null),
        Reads("lseg", "'[(1,2),(-3,4.5)]'", new NpgsqlLSeg(1, 2, -3, 4.5)),
        Reads<NpgsqlLSeg?>("lseg", "NULL", null),

        // Whichever corners were written, Postgres keeps the upper right and the lower left.
        Reads("box", "'(1,5),(3,2)'", new NpgsqlBox(top: 5, right: 3, bottom: 2, left: 1)),
        Reads("box", "'(0,0),(0,0)'", new NpgsqlBox(0, 0, 0, 0)),
        Reads<NpgsqlBox?>("box", "NULL", null),

        Reads("path", "'[(1,2),(3,4),(5,6)]'", new NpgsqlPath([new(1, 2), new(3, 4), new(5, 6)], open: true)),
        Reads("path", "'((1,2),(3,4))'", new NpgsqlPath([new(1, 2), new(3, 4)], open: false)),
        Reads("path", "'((1,2))'", new NpgsqlPath([new(1, 2)], open: false)),
        Reads<NpgsqlPath?>("path", "NULL", null),
        Reads("polygon", "'((0,0),(0,1.5),(1,1))'", new NpgsqlPolygon([new(0, 0), new(0, 1.5), new(1, 1)])),
        Reads("polygon", "'((1,2))'", new NpgsqlPolygon([new(1, 2)])),
        Reads<NpgsqlPolygon?>("polygon", "NULL", null),

        Reads("circle", "'<(1,-2),3.5>'", new NpgsqlCircle(1, -2, 3.5)),
        Reads("circle", "'<(0,0),0>'", new NpgsqlCircle(0, 0, 0)),
        Reads<NpgsqlCircle?>("circle", "NULL", null),

        Refused<NpgsqlPoint>("circle", "declare it as NpgsqlCircle"),
        Refused<NpgsqlBox>("lseg", "declare it as NpgsqlLSeg"),
    ];
}
