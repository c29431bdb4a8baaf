using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

/// <summary>What Postgres 15.18 writes for geometric types.</summary>
public static partial class ServerValues
{
    private static readonly ServerValue[] Geometry =
    [
        new("'(1.5,-2)'::point", 600, ColumnKind.Point, "3ff8000000000000c000000000000000", "(1.5,-2)", new double[] { 1.5, -2 }),
        new("'(1e300,-Infinity)'::point", 600, ColumnKind.Point, "7e37e43c8800759cfff0000000000000", "(1e+300,-Infinity)", new double[] { 1e300, double.NegativeInfinity }),
        new("'(NaN,5e-324)'::point", 600, ColumnKind.Point, "7ff80000000000000000000000000001", "(NaN,5e-324)", new double[] { double.NaN, 5e-324 }),
        new("'(0.1,123456789.123456789)'::point", 600, ColumnKind.Point, "3fb999999999999a419d6f34547e6b75", "(0.1,123456789.12345679)", new double[] { 0.1, 123456789.123456789 }),
        new("'{1,2.5,-3}'::line", 628, ColumnKind.Line, "3ff00000000000004004000000000000c008000000000000", "{1,2.5,-3}", new double[] { 1, 2.5, -3 }),
        new("'[(1,2),(3,4)]'::lseg", 601, ColumnKind.LSeg, "3ff0000000000000400000000000000040080000000000004010000000000000", "[(1,2),(3,4)]", new double[] { 1, 2, 3, 4 }),
        new("'(0,0),(1,2)'::box", 603, ColumnKind.Box, "3ff0000000000000400000000000000000000000000000000000000000000000", "(1,2),(0,0)", new double[] { 1, 2, 0, 0 }),
        new("'[(1,2),(3,4)]'::path", 602, ColumnKind.Path, "00000000023ff0000000000000400000000000000040080000000000004010000000000000", "[(1,2),(3,4)]", new PathForm(false, 1, 2, 3, 4)),
        new("'((1,2),(3,4))'::path", 602, ColumnKind.Path, "01000000023ff0000000000000400000000000000040080000000000004010000000000000", "((1,2),(3,4))", new PathForm(true, 1, 2, 3, 4)),
        new("'[(1,2)]'::path", 602, ColumnKind.Path, "00000000013ff00000000000004000000000000000", "[(1,2)]", new PathForm(false, 1, 2)),
        new("'((1,2),(3,4),(5,6))'::polygon", 604, ColumnKind.Polygon, "000000033ff000000000000040000000000000004008000000000000401000000000000040140000000000004018000000000000", "((1,2),(3,4),(5,6))", new double[] { 1, 2, 3, 4, 5, 6 }),
        new("'<(1,2),0.5>'::circle", 718, ColumnKind.Circle, "3ff000000000000040000000000000003fe0000000000000", "<(1,2),0.5>", new double[] { 1, 2, 0.5 }),
    ];
}
