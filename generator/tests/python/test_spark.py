"""Tables and files that are written by way of a frame of Spark."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

HEAD = "from pyspark.sql import SparkSession\nspark = SparkSession.builder.appName('a').getOrCreate()\n"


def told(found: Walked) -> set[str]:
    return {f"{effect.resource} {effect.action.value} {effect.target or '-'}{' !' * effect.destructive}" for effect in found.effects}


@pytest.mark.parametrize(("text", "expected"), [
    ("spark.table('a.b').filter('x').write.mode('overwrite').saveAsTable('a.c')", {"database read a.b", "database write a.c !"}),
    ("spark.table('a.b').write.mode('overwrite').partitionBy('d').format('orc').saveAsTable('a.c')", {"database read a.b", "database write a.c !"}),
    ("spark.table('a.b').write.mode('append').saveAsTable('a.c')", {"database read a.b", "database write a.c"}),
    ("spark.read.parquet('/a').write.mode('overwrite').parquet('s3://b/c')", {"filesystem read /a", "object-storage write s3://b/c !"}),
    ("def store(frame):\n    frame.coalesce(1).write.csv('/b')\nstore(spark.read.json('/a'))", {"filesystem read /a", "filesystem write /b"}),
    ("from pyspark.sql import DataFrame\ndef store(frame: DataFrame):\n    frame.write.insertInto('t', overwrite=True)\nstore(None)",
     {"database write t !"}),
    ("spark.sparkContext.textFile('/a').map(str).saveAsTextFile('/b')", {"filesystem read /a", "filesystem write /b"}),
    ("from delta.tables import DeltaTable\nDeltaTable.forName(spark, 't').delete('a = 1')", {"database delete t !"}),
    ("spark.sql('DROP TABLE a').show()", {"database delete a !"}),
    ("jvm = spark._jvm\nfiles = jvm.org.apache.hadoop.fs.FileSystem.get(spark._jsc.hadoopConfiguration())\n"
     "files.delete(jvm.org.apache.hadoop.fs.Path('/a'), True)", {"filesystem delete /a !"}),
    ("spark.table('a.b').createOrReplaceTempView('x')\nspark.catalog.dropTempView('x')\nspark.table('a.b').show()", {"database read a.b"}),
])
def test_what_a_frame_writes(text: str, expected: set[str], trace: Callable[..., Walked]) -> None:
    assert told(trace(HEAD + text)) == expected


def test_what_is_called_for_each_part_is_followed(trace: Callable[..., Walked]) -> None:
    found = trace(HEAD + "import os\ndef gone(rows):\n    os.remove('/srv/a')\nspark.table('a').foreachPartition(gone)\n")
    assert "filesystem delete /srv/a !" in told(found)
